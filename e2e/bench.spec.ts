/** The comparison with the peers (bench/peers.ts) still runs: Pendamping's own side of it, with 1,000 clients. */
import { expect, test } from '@playwright/test';
import { measure } from '../bench/peers/measure.ts';
import { pendamping } from '../bench/peers/pendamping.ts';

test('the bench of sync runs: all is pushed, pulled and the same; what did not change costs one request', async () => {
  await pendamping.prepare();
  // Throws when the second laptop does not hold what the first one wrote.
  const { W1, W2, W3, W4 } = await measure(pendamping, { clients: 1000, durability: 'strict', last: 'W4' });
  expect(W4?.requests).toBe(1);
  for (const figure of [W1, W2, W3]) expect(figure?.ms).toBeGreaterThan(0);
  // Two fields of twenty.
  expect(W2?.up).toBeLessThan((W1?.up ?? 0) / 2);
});
