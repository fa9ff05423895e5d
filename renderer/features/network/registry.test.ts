import { describe, expect, it } from 'vitest';
import { checkValue } from '#core/model/collections.ts';
import { addressOf, fillingOf, NATIONAL, REPORTED, SOURCED_UNITS, type SourcedUnit } from './registry.ts';

const palu = SOURCED_UNITS.find(({ region }) => region === '72') as SourcedUnit;
const nothing = { unit: 'plut-sulteng', profile: {}, funds: [], typing: new Set<string>() };

describe('the registry', () => {
  it('names a source that it knows for every unit, and each region once', () => {
    for (const { sources } of SOURCED_UNITS) for (const source of sources) expect(addressOf(source)).not.toBe(source);
    expect(new Set(SOURCED_UNITS.map(({ region }) => region)).size).toBe(SOURCED_UNITS.length);
  });

  it('adds up', () => {
    expect(NATIONAL.provincial + NATIONAL.regency).toBe(NATIONAL.units);
    expect(REPORTED).toBe(49);
  });
});

describe('filling a profile', () => {
  it('fills what is empty, with values of the model', () => {
    const filling = fillingOf(palu, nothing);
    expect(filling?.profile).toMatchObject({ programmeYear: 2016, openedOn: '2017-10-25' });
    expect(filling?.funds.map(({ values }) => [values.source, values.year, values.amount])).toEqual([
      ['apbn', 2016, 3_000_000_000],
      ['apbd', null, 2_100_000_000],
    ]);
    const values = Object.entries(filling?.profile ?? {}).map((entry) => ['unitProfiles', ...entry] as const);
    const rows = filling?.funds.flatMap((row) =>
      Object.entries(row.values).map((entry) => ['unitFunds', ...entry] as const),
    );
    for (const [collection, field, value] of [...values, ...(rows ?? [])])
      expect(checkValue(collection, field, value), field).toBe('ok');
  });

  it('leaves what somebody wrote or is typing', () => {
    const profile = { programmeYear: 2015, source: 'Arsip Dinas' };
    expect(fillingOf(palu, { ...nothing, profile, typing: new Set(['openedOn']) })?.profile).toEqual({});
  });

  it('adds no fund twice: not its own, not a deleted one, not one written by hand', () => {
    const first = fillingOf(palu, nothing);
    const [apbn, apbd] = first?.funds ?? [];
    if (!first || !apbn || !apbd) throw new Error('nothing to fill');
    expect(fillingOf(palu, { ...nothing, profile: first.profile, funds: first.funds })).toBeNull();
    const gone = { id: apbn.id, values: { deletedAt: '2026-01-01T00:00:00.000Z' } };
    const byHand = { id: 'x', values: { source: 'apbd' as const, amount: 2_100_000_000 } };
    expect(fillingOf(palu, { ...nothing, profile: first.profile, funds: [gone, byHand] })).toBeNull();
  });

  it('has nothing for a unit of which only the name is known', () => {
    const sigi = SOURCED_UNITS.find(({ region }) => region === '72.10') as SourcedUnit;
    expect(fillingOf(sigi, nothing)).toBeNull();
  });
});
