import { CLIENT_COLLECTIONS, type ClientCollection } from '#core/model/collections.ts';

/** The client that a record names, if it names one. */
export function clientOf(values: object): { collection: ClientCollection; id: string } | undefined {
  const { clientCollection, clientId } = values as { clientCollection?: unknown; clientId?: unknown };
  const collection = CLIENT_COLLECTIONS.find((name) => name === clientCollection);
  return collection && typeof clientId === 'string' ? { collection, id: clientId } : undefined;
}
