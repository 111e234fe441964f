/** The server, and the program of its intake threads. */
module.exports = require('../../webpack.preset.cjs')('server', {
  main: 'main.ts',
  'intake-thread': 'intake-thread.ts',
});
