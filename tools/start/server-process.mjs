/** How the server's process is started: batches are short-lived, and with room in the young generation they stay there. */
export const serverFlags = ['--max-semi-space-size=64'];
