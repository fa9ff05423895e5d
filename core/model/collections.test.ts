import { describe, expect, it } from 'vitest';
import { mayImport, mayReadNik, mayWrite, ROLES } from '../workflow/policy.ts';
import { COLLECTIONS, checkValue, fieldSchema } from './collections.ts';

describe('fields', () => {
  it.each([
    ['businesses', 'name', 'Bawang Goreng Palu', 'ok'],
    ['businesses', 'name', 42, 'invalid_value'],
    ['businesses', 'name', null, 'ok'],
    ['businesses', 'ownerNik', '7271031505900001', 'ok'],
    ['businesses', 'ownerNik', '7271033002900001', 'invalid_value'],
    ['businesses', 'ownerNik', '7271 0315 0590 0001', 'invalid_value'],
    ['businesses', 'startedOn', '2026-02-30', 'invalid_value'],
    ['businesses', 'region', { code: '72.71.01.1001', village: 'Besusu' }, 'ok'],
    ['businesses', 'region', '72.71', 'invalid_value'],
    ['yearlyStates', 'sales', 15_000_000_000, 'ok'],
    ['yearlyStates', 'sales', 0.5, 'invalid_value'],
    ['yearlyStates', 'sales', 2 ** 53, 'invalid_value'],
    ['assessments', 'answer.K1', 3, 'ok'],
    ['assessments', 'answer.K1', 'na', 'ok'],
    ['assessments', 'answer.K1', 'x', 'invalid_value'],
    ['assessments', 'answer.', 3, 'unknown_field'],
    ['assessments', 'figure.grossSurplus', -15_000_000, 'ok'],
    ['assessments', 'figure.cash', 0.5, 'invalid_value'],
    ['assessments', 'figure.', 3, 'unknown_field'],
    ['sessions', 'material', 'm'.repeat(256), 'invalid_value'],
    ['sessions', 'startTime', '24:00', 'invalid_value'],
    ['businesses', 'colour', 'red', 'unknown_field'],
    ['businesses', 'toString', 'x', 'unknown_field'],
    ['spaceships', 'name', 'x', 'unknown_field'],
    ['__proto__', 'name', 'x', 'unknown_field'],
  ])('%s.%s = %j: %s', (collection, field, value, expected) => {
    expect(checkValue(collection, field, value)).toBe(expected);
  });

  it('every collection can be deleted and says when and by whom a record was made', () => {
    for (const collection of COLLECTIONS) {
      for (const field of ['createdAt', 'createdBy', 'deletedAt']) expect(fieldSchema(collection, field)).toBeDefined();
    }
  });
});

describe('policy', () => {
  it('lets consultants and coordinators record, and nobody write people, laptops and units', () => {
    for (const role of ROLES) {
      const records = role === 'consultant' || role === 'coordinator';
      expect(mayWrite(role, 'sessions', 'material')).toBe(records);
      expect(mayWrite(role, 'businesses', 'deletedAt')).toBe(role === 'coordinator');
      for (const collection of ['units', 'users', 'devices'] as const)
        expect(mayWrite(role, collection, 'name')).toBe(false);
    }
  });

  it('lets nobody import what they could not undo', () => {
    expect(ROLES.filter((role) => mayImport(role, 'businesses'))).toEqual(['coordinator']);
    expect(ROLES.filter((role) => mayImport(role, 'sessions'))).toEqual(['consultant', 'coordinator']);
  });

  it('shows a NIK to the client’s consultant and the coordinator', () => {
    expect(mayReadNik({ role: 'consultant', user: 'a' }, { consultant: 'a' })).toBe(true);
    expect(mayReadNik({ role: 'consultant', user: 'a' }, { consultant: 'b' })).toBe(false);
    expect(mayReadNik({ role: 'consultant', user: 'a' }, {})).toBe(false);
    expect(mayReadNik({ role: 'coordinator', user: 'c' }, { consultant: 'b' })).toBe(true);
    expect(mayReadNik({ role: 'supervisor', user: 'c' }, { consultant: 'c' })).toBe(false);
  });
});
