/** How records and their fields are called where one text must name them: keys of maps, the audit, messages. */

export interface RecordKey {
  collection: string;
  id: string;
}

export interface RegisterKey extends RecordKey {
  field: string;
}

/** Neither a collection's name nor a record's id contains a slash. */
export const recordName = ({ collection, id }: RecordKey): string => `${collection}/${id}`;
export const fieldName = ({ collection, id, field }: RegisterKey): string => `${collection}/${id}/${field}`;

/** By `fieldName`; of two of one field the later one. */
export const byFieldName = <E extends RegisterKey>(entries: readonly (E | undefined)[]): Map<string, E> =>
  new Map(entries.flatMap((entry) => (entry ? [[fieldName(entry), entry]] : [])));
