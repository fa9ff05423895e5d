import { expect, test } from 'vitest';
import { COLLECTIONS } from '../model/collections.ts';
import { isBeyondMinimum, isHeldByConsent, needsConsent, subjectOf } from './consent.ts';

test('a record is minimal until there is consent: business name, village, field', () => {
  for (const field of ['name', 'region', 'mainActivity', 'sector', 'consultant', 'lockedAt', 'deletedAt'])
    expect(needsConsent('businesses', field), field).toBe(false);
  for (const field of ['ownerName', 'ownerNik', 'ownerPhone', 'nib', 'cluster', 'latitude', 'a field of the future'])
    expect(needsConsent('businesses', field), field).toBe(true);
  expect(needsConsent('cooperatives', 'legalNumber')).toBe(false);
  for (const field of ['chair', 'phone', 'npwp']) expect(needsConsent('cooperatives', field), field).toBe(true);
  expect(needsConsent('candidates', 'consentOn')).toBe(false);
  expect(needsConsent('candidates', 'nik')).toBe(true);
});

test('what is recorded of a person waits as a whole; a lock, a remark and a delete do not, nor does anything of the unit', () => {
  expect(COLLECTIONS.filter(isHeldByConsent).toSorted()).toEqual(
    [
      ...['businesses', 'cooperatives', 'candidates'],
      ...['yearlyStates', 'assessments', 'sessions', 'followUps', 'programmes', 'outcomes', 'levelUps', 'ratings'],
      ...['attachments', 'grantMonths', 'grantBudget', 'grantReviews', 'grantReports'],
    ].toSorted(),
  );
  for (const field of ['lockedAt', 'lockOpened', 'remark', 'state', 'deletedAt'])
    expect(needsConsent('sessions', field), field).toBe(false);
  expect(needsConsent('sessions', 'advice')).toBe(true);
  expect(needsConsent('consents', 'way')).toBe(false);
  expect(needsConsent('subjectRequests', 'note')).toBe(false);
  expect(needsConsent('targets', 'note')).toBe(false);
});

test('whose consent it is; a scan of the consent or of a request needs none', () => {
  const ofClient = { clientCollection: 'businesses', clientId: 'b' };
  const business = { collection: 'businesses', id: 'b' };
  expect(subjectOf('businesses', 'b', {})).toEqual(business);
  expect(subjectOf('sessions', 's', ofClient)).toEqual(business);
  expect(subjectOf('sessions', 's', {})).toBeUndefined();
  expect(subjectOf('grantBudget', 'g', { parent: 'c' })).toEqual({ collection: 'candidates', id: 'c' });
  expect(subjectOf('planItems', 'p', {})).toBeUndefined();
  const scan = (parentCollection: string) =>
    subjectOf('attachments', 'a', { ...ofClient, parent: 'x', parentCollection });
  expect(scan('sessions')).toEqual(business);
  expect(scan('consents')).toBeUndefined();
  expect(scan('subjectRequests')).toBeUndefined();
  expect(subjectOf('attachments', 'a', { parent: 'c', parentCollection: 'candidates' })).toMatchObject({ id: 'c' });
  expect(subjectOf('attachments', 'a', { parent: 'm', parentCollection: 'meetings' })).toBeUndefined();
});

test('what an empty field would hold does not count', () => {
  expect(isBeyondMinimum('businesses', { name: 'Kopi', ownerName: null, brand: '' })).toBe(false);
  expect(isBeyondMinimum('businesses', { name: 'Kopi', ownerName: 'Ibu Rina' })).toBe(true);
});
