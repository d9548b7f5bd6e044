/** Reads under way at a time. DRS publishes no request rates; after throttling the SDK paces them further. */
export const CONCURRENT_READS = 16;
