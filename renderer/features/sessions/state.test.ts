import { expect, test } from 'vitest';
import { obstaclesOf } from './state.ts';

const complete = { date: '2026-11-24', mode: 'visit', field: 3, material: 'Suhu minyak' };

test('a session without date, kind, service field or content is not finished', () => {
  expect(obstaclesOf(complete, [])).toEqual({ missing: [], wrong: [] });
  expect(obstaclesOf({}, [])).toEqual({ missing: ['date', 'mode', 'field', 'material'], wrong: [] });
  expect(obstaclesOf({ ...complete, mode: null, material: '' }, [])).toEqual({
    missing: ['mode', 'material'],
    wrong: [],
  });
});

test('nor one with an input that is no value, or an end before its start', () => {
  expect(obstaclesOf({ ...complete, date: null }, ['date'])).toEqual({ missing: [], wrong: ['date'] });
  const times = { ...complete, startTime: '11:00', endTime: '09:30' };
  expect(obstaclesOf(times, [])).toEqual({ missing: [], wrong: ['endTime'] });
  expect(obstaclesOf({ ...times, endTime: '11:00' }, []).wrong).toEqual([]);
});
