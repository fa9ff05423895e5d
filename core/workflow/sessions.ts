/** A finished session says when, how, in which service field and what (domain 9.3): the reports need these. */
export const REQUIRED_OF_SESSION = ['date', 'mode', 'field', 'material'] as const;
