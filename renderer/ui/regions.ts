/** The lists of regions that travel with the app (build/regions.ts). Loaded when first needed, kept while the app runs. */
export type Area = [code: string, name: string];

export interface Areas {
  provinces: Area[];
  regencies: Area[];
  districts: Area[];
}

const loading = new Map<string, Promise<unknown>>();

export const loadAreas = (): Promise<Areas> => load<Areas>('areas.json');
export const loadVillages = (province: string): Promise<Area[]> => load<Area[]>(`villages-${province}.json`);

function load<T>(file: string): Promise<T> {
  const known = loading.get(file) as Promise<T> | undefined;
  if (known) return known;
  const request = fetch(`/regions/${file}`).then((response) => {
    if (!response.ok) throw new Error(`${file}: ${response.status}`);
    return response.json() as Promise<T>;
  });
  loading.set(file, request);
  request.catch(() => loading.delete(file));
  return request;
}
