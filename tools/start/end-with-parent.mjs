/** Preloaded into a child (`node --import`): ends it when the program that started it is gone, however it went. */
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.channel?.unref();
