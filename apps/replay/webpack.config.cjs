module.exports = require('../../webpack.preset.cjs')('replay', { main: 'main.ts' });
