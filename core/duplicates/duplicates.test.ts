import { describe, expect, test } from 'vitest';
import { DuplicateIndex, type Identity } from './index.ts';
import { type Client, corpus, KINDS } from './testing/corpus.ts';

const VILLAGE = '72.71.01.1004';
const ELSEWHERE = '72.71.01.1006';

describe('a handful of clients', () => {
  const index = new DuplicateIndex<string>();
  index.set('bunda', {
    name: 'Keripik Pisang Bunda',
    place: VILLAGE,
    nik: '7271014107900001',
    person: 'Aminah Lapatta',
  });
  index.set('napu', { name: 'Kopi Napu', place: VILLAGE, nib: '1234567890123' });
  index.set('nowhere', { name: 'Tanpa Desa' });
  index.set('sumber1', { name: 'Sumber Rejeki', place: VILLAGE, person: 'Joko Susilo', phone: '0812 3456 789' });
  const find = (identity: Identity) => index.find(identity).map(({ what, isSame }) => [what, isSame]);

  test('a number is told in any case; whether it is the same business the names say', () => {
    expect(find({ name: 'Kopi Napu Asli', place: ELSEWHERE, nib: '1234567890123' })).toEqual([['napu', true]]);
    expect(find({ name: 'Laundry Ceria', nik: '7271014107900001', place: VILLAGE })).toEqual([['bunda', false]]);
  });

  test('by a similar name in the village', () => {
    expect(find({ name: 'UD Kripik Pisang Bunda', place: VILLAGE })).toEqual([['bunda', true]]);
    expect(find({ name: 'Pisang Bunda Keripik', place: VILLAGE })).toEqual([['bunda', true]]);
    expect(find({ name: 'tanpa desa' })).toEqual([['nowhere', true]]);
  });

  test('elsewhere it is another one, unless something of the person is the same', () => {
    expect(find({ name: 'Keripik Pisang Bunda', place: ELSEWHERE })).toEqual([]);
    expect(find({ name: 'Keripik Pisang Bunda', place: ELSEWHERE, person: 'Hj. Amina Lapata' })).toEqual([
      ['bunda', true],
    ]);
  });

  test('another number is another one; a slip in it is not', () => {
    expect(find({ name: 'Keripik Pisang Bunda', place: VILLAGE, nik: '7271014512850003' })).toEqual([]);
    expect(find({ name: 'Keripik Pisang Bunda', place: VILLAGE, nik: '7271014107900010' })).toEqual([['bunda', true]]);
  });

  test('branches and other shops of one owner are businesses of their own', () => {
    const owner = { place: VILLAGE, person: 'Joko Susilo', phone: '+62 812-3456-789' };
    expect(find({ ...owner, name: 'Sumber Rejeki 2' })).toEqual([]);
    expect(find({ ...owner, name: 'Bengkel Anugerah Motor' })).toEqual([]);
    expect(find({ ...owner, name: 'TB. Rejeki Sumber' })).toEqual([['sumber1', true]]);
  });

  test('a record that is asked about is not its own duplicate; one that changed is known as it is now', () => {
    expect(index.find({ name: 'Kopi Napu', place: VILLAGE }, 'napu')).toEqual([]);
    index.set('napu', { name: 'Kopi Kulawi', place: VILLAGE });
    expect(find({ name: 'Kopi Napu', place: VILLAGE })).toEqual([]);
    expect(find({ name: 'Kopi Kulawi', place: VILLAGE })).toEqual([['napu', true]]);
    index.delete('napu');
    expect(find({ name: 'Kopi Kulawi', place: VILLAGE })).toEqual([]);
    expect(index.size).toBe(3);
  });

  test('two kinds of cooperatives of one name are two', () => {
    const cooperatives = new DuplicateIndex<string>();
    cooperatives.set('ksp', { name: 'KSP Mawar Sejati', place: VILLAGE });
    expect(cooperatives.find({ name: 'Koperasi Simpan Pinjam Mawar Sejati', place: VILLAGE })[0]?.isSame).toBe(true);
    expect(cooperatives.find({ name: 'KUD Mawar Sejati', place: VILLAGE })).toEqual([]);
  });
});

/** Of all others so many are asked as well; what they find wrongly stands for all. */
const SAMPLE = 8;

test('20,000 clients, 1,000 of them recorded twice: at least 95 % are found, and 90 % of what is proposed is right', () => {
  const clients = corpus(20_000, 1000, 1);
  const byId = new Map(clients.map((client) => [client.id, client]));
  const index = new DuplicateIndex<string>();
  for (const { id, identity } of clients) index.set(id, identity);
  const proposals = ({ id, identity }: Client) =>
    index.find(identity, id).flatMap(({ what, isSame }) => (isSame ? [what] : []));

  const copies = clients.filter(({ copyOf }) => copyOf);
  const found = new Map<string, number>();
  let [right, wrong] = [0, 0];
  for (const copy of copies) {
    for (const other of proposals(copy)) {
      if (other === copy.copyOf) {
        right += 1;
        found.set(copy.kind ?? '', (found.get(copy.kind ?? '') ?? 0) + 1);
      } else wrong += 1;
    }
  }
  // Pairs without a copy are found from both sides.
  const asked = clients.filter(({ copyOf }, i) => !copyOf && i % SAMPLE === 0);
  const betweenOthers = asked.flatMap(proposals).filter((other) => !byId.get(other)?.copyOf).length;
  wrong += (betweenOthers / 2) * SAMPLE;

  const [recall, precision] = [right / copies.length, right / (right + wrong)];
  const shares = KINDS.map((kind) => {
    const all = copies.filter((copy) => copy.kind === kind).length;
    return `${kind} ${(((found.get(kind) ?? 0) / all) * 100).toFixed(0)} %`;
  });
  console.log(`recall ${recall.toFixed(3)}, precision ${precision.toFixed(3)}; ${shares.join(', ')}`);
  expect(recall).toBeGreaterThanOrEqual(0.95);
  expect(precision).toBeGreaterThanOrEqual(0.9);
}, 120_000);
