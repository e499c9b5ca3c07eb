/**
 * Loaded into each child before its own code: when the process that started it is gone, however it ended, the child
 * gets the same signal to stop as on an orderly end, so that nothing is left running on the store.
 */
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'))
process.channel?.unref()
