/**
 * How the server's process is started. Batches are short-lived: with room for them in the young generation they are not
 * copied into the old one. Program and large tables lie on large pages where the machine has them to give; elsewhere both
 * settings change nothing.
 */
export const serverFlags = ['--max-semi-space-size=64', '--use-largepages=silent'];

/** Beside what is set already. */
export const serverEnvironment = { GLIBC_TUNABLES: 'glibc.malloc.hugetlb=1' };
