/**
 * The form in which this version of the app keeps a laptop's data: the version of the database in `renderer/store/database.ts`
 * (a test holds the two together). An older app must not open what a newer one has written.
 */
export const DATA_VERSION = 13;
