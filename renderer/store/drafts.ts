/** Texts of dialogs stand among the unfinished inputs (`database.inputs`) under names that no field has. */
const PREFIX = 'draft:';

export const draftField = (name: string): string => `${PREFIX}${name}`;
export const isDraft = (field: string): boolean => field.startsWith(PREFIX);
