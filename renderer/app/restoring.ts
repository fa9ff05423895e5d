/** Putting a snapshot back needs the database for itself: the page loads anew, and nothing but that screen runs. */
const MARK = 'restore';

export const isRestoring = (): boolean => new URLSearchParams(location.search).has(MARK);
export const goRestore = (): void => location.assign(`/?${MARK}`);
export const leaveRestore = (): void => location.assign('/');
