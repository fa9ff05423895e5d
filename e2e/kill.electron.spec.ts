/** Electron is killed while somebody types and the desktop app syncs. `PENDAMPING_KILLS=50` kills that often. */
import { expect, test } from '@playwright/test';
import { enrolByCode, expectAllSent } from './support/app.ts';
import { type DesktopApp, openDesktopApp } from './support/electron.ts';
import { type Hub, startHub } from './support/hub.ts';
import { expectAgreement, KILL_LINK, killManyTimes, killRounds, makeForms } from './support/kills.ts';
import { type Laptop, openLaptop } from './support/laptop.ts';
import { type Link, openLink } from './support/link.ts';
import { enrolBare } from './support/stores.ts';
import { addUnit, codeFor } from './support/unit.ts';

let hub: Hub;
let link: Link;
let desktop: DesktopApp;
let ningsih: Laptop | undefined;

test.beforeAll(async () => {
  test.setTimeout(300_000);
  hub = await startHub();
  await addUnit(hub, ['sari', 'ningsih']);
  link = await openLink(hub.url, { seed: 1 });
  desktop = await openDesktopApp({ hub: link.url });
});

test.afterAll(async () => {
  await ningsih?.dispose();
  await desktop?.dispose();
  await link?.close();
  await hub?.dispose();
});

test.afterEach(async ({ browserName: _ }, info) => {
  if (info.status === info.expectedStatus) return;
  console.log(desktop.complaints.join('\n'));
  await desktop.page.screenshot({ path: info.outputPath('victim.png') });
});

test('nothing that the screen called saved is missing after Electron was killed, whenever that was', async () => {
  const { rounds, seed } = killRounds(3);
  test.setTimeout(300_000 + rounds * 120_000);
  console.log(`kill.electron.spec: seed ${seed}, ${rounds} rounds (PENDAMPING_SEED, PENDAMPING_KILLS)`);
  const forms = await makeForms(await enrolBare(hub, 'sari'));
  await enrolByCode(desktop.page, await codeFor(hub, 'sari'), 'Laptop Sari');
  await expectAllSent(desktop.page);
  link.use(KILL_LINK);
  const options = {
    victim: {
      page: () => desktop.page,
      async kill() {
        const { pid } = desktop.app.process();
        const closed = desktop.app.waitForEvent('close');
        // All of its processes at once: Playwright starts it as the leader of a group.
        if (pid !== undefined) process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
        await closed;
      },
      async restart() {
        await desktop.restart();
        desktop.page.setDefaultTimeout(120_000);
        await desktop.page.getByRole('heading', { name: /Selamat bekerja/ }).waitFor();
      },
    },
    ...{ hub, link, forms, rounds, seed, colleague: await enrolBare(hub, 'ningsih') },
    reader: await enrolBare(hub, 'ningsih'),
  };
  const { missing, ...report } = await killManyTimes(options);
  console.log(JSON.stringify(report));
  expect(missing).toEqual([]);
  expect(report.checked).toBeGreaterThan(rounds);

  link.use();
  ningsih = await openLaptop(hub.url);
  await enrolByCode(ningsih.page, await codeFor(hub, 'ningsih'), 'Laptop Ningsih');
  await expectAgreement(options, ningsih.page);
  expect(desktop.complaints).toEqual([]);
});
