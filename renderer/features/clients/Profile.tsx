import { Button, Card, Text, Title } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Values } from '#core/model/collections.ts';
import { formatDay } from '#core/model/dates.ts';
import { maskNik } from '#core/model/identifiers.ts';
import { formatRupiah } from '#core/model/money.ts';
import { BUSINESS_SECTORS, COOPERATIVE_KINDS, LEGAL_FORMS, SERVICE_FIELDS } from '#core/model/reference.ts';
import { type ScaleResult, scaleOf } from '#core/model/scale.ts';
import { mayReadNik } from '#core/workflow/policy.ts';
import { useThisDevice } from '../../app/device.tsx';
import type { ClientFile, Entity } from '../../store/queries.ts';
import { newId, save } from '../../store/repository.ts';
import { labelOf, optionLabel } from '../../ui/options.ts';
import { usePeople } from '../../ui/people.ts';
import classes from './ClientPage.module.css';

type Fact = [label: string, value: ReactNode];

/** Who the client is and how it stands. Only what is known is listed. */
export function Profile({ file }: { file: ClientFile }) {
  const { t } = useTranslation();
  const latest = file.yearlyStates[0]?.values;
  return (
    <>
      <Card withBorder>
        <Title order={2} size="h5" mb="xs">
          {t('client.profile')}
        </Title>
        {file.client.collection === 'businesses' ? (
          <BusinessFacts client={file.client as Entity<'businesses'>} />
        ) : (
          <CooperativeFacts values={file.client.values as Values<'cooperatives'>} />
        )}
      </Card>
      {latest && (
        <Card withBorder>
          <Title order={2} size="h5" mb="xs">
            {latest.asOf ? t('client.figuresAsOf', { day: formatDay(latest.asOf) }) : t('client.figures')}
          </Title>
          {file.client.collection === 'businesses' && <ScaleFact values={latest} />}
          <Figures values={latest} />
        </Card>
      )}
      <Problems values={file.client.values} />
    </>
  );
}

function BusinessFacts({ client }: { client: Entity<'businesses'> }) {
  const { values } = client;
  const { t, i18n } = useTranslation();
  const nameOf = usePeople();
  const nik = values.ownerNik ? <Nik nik={values.ownerNik} client={client} /> : null;
  return (
    <Facts
      facts={[
        [t('fields.ownerName'), values.ownerName],
        [t('fields.ownerNik'), nik],
        [t('fields.ownerBirthDate'), values.ownerBirthDate && formatDay(values.ownerBirthDate)],
        [t('fields.ownerPhone'), values.ownerPhone],
        [t('fields.ownerEmail'), values.ownerEmail],
        [t('fields.sector'), values.sector && labelOf(BUSINESS_SECTORS, values.sector, i18n.language)],
        [t('fields.legalForm'), values.legalForm && labelOf(LEGAL_FORMS, values.legalForm, i18n.language)],
        [t('fields.startedOn'), values.startedOn && formatDay(values.startedOn)],
        [t('fields.address'), values.address],
        [t('fields.nib'), values.nib],
        [t('fields.npwp'), values.npwp],
        [t('fields.pirt'), values.pirt],
        [t('fields.halal'), values.halal],
        [t('fields.brand'), values.brand],
        [t('fields.consultant'), nameOf(values.consultant)],
      ]}
    />
  );
}

function CooperativeFacts({ values }: { values: Values<'cooperatives'> }) {
  const { t, i18n } = useTranslation();
  const nameOf = usePeople();
  return (
    <Facts
      facts={[
        [t('fields.kind'), values.kind && labelOf(COOPERATIVE_KINDS, values.kind, i18n.language)],
        [t('fields.legalNumber'), values.legalNumber],
        [t('fields.legalDate'), values.legalDate && formatDay(values.legalDate)],
        [t('fields.nikKoperasi'), values.nikKoperasi],
        [t('fields.chair'), values.chair],
        [t('fields.secretary'), values.secretary],
        [t('fields.treasurer'), values.treasurer],
        [t('fields.phone'), values.phone],
        [t('fields.email'), values.email],
        [t('fields.addressCooperative'), values.address],
        [t('fields.consultant'), nameOf(values.consultant)],
      ]}
    />
  );
}

function Figures({ values }: { values: Values<'yearlyStates'> }) {
  const { t } = useTranslation();
  const money = (amount: number | null | undefined) =>
    amount === null || amount === undefined ? null : formatRupiah(amount);
  const facts: Fact[] = [
    [t('fields.sales'), money(values.sales)],
    [t('fields.profit'), money(values.profit)],
    [t('fields.ownCapital'), money(values.ownCapital)],
    [t('fields.externalCapital'), money(values.externalCapital)],
    [t('fields.workers'), values.workers],
    [t('fields.members'), values.members],
    [t('fields.employees'), values.employees],
    [t('fields.assets'), money(values.assets)],
    [t('fields.volume'), money(values.volume)],
    [t('fields.surplus'), money(values.surplus)],
    [t('fields.meetingOn'), values.meetingOn && formatDay(values.meetingOn)],
  ];
  return <Facts facts={facts} />;
}

/** The size class, computed, with the rule that it follows (domain 2.1). */
function ScaleFact({ values }: { values: Values<'yearlyStates'> }) {
  const { t } = useTranslation();
  const scale = scaleOfState(values);
  if (!scale) {
    return (
      <Text size="sm" c="dimmed" mb="xs">
        {t('client.scaleUnknown')}
      </Text>
    );
  }
  const name = (of: ScaleResult['scale'] | undefined) => (of ? t(`client.scales.${of}`) : '');
  return (
    <Text size="sm" mb="xs" data-testid="scale">
      <strong>{name(scale.scale)}</strong> (
      {t('client.scaleRule', { rule: scale.rule, basis: t(`client.scaleBasis.${scale.basis}`) })})
      {scale.disagree && (
        <Text span size="xs" className="field-warning">
          {' '}
          {t('client.scaleDisagree', { capital: name(scale.byCapital), sales: name(scale.bySales) })}
        </Text>
      )}
    </Text>
  );
}

/** By PP 7/2021. Capital is own and borrowed capital; a client with yearly figures is a running business. */
export function scaleOfState(values: Values<'yearlyStates'>): ScaleResult | null {
  const parts = [values.ownCapital, values.debtBank, values.debtCooperative, values.debtOther];
  const known = parts.filter((part): part is number => typeof part === 'number');
  const capital = typeof values.ownCapital === 'number' ? known.reduce((sum, part) => sum + part, 0) : null;
  return scaleOf({ capital, sales: values.sales, rule: 'PP7/2021', existing: true });
}

function Problems({ values }: { values: ClientFile['client']['values'] }) {
  const { t, i18n } = useTranslation();
  const found = SERVICE_FIELDS.flatMap((field): Fact[] => {
    const text = values[`problem${field.code}`];
    return text ? [[optionLabel(field, i18n.language), text]] : [];
  });
  if (found.length === 0) return null;
  return (
    <Card withBorder>
      <Title order={2} size="h5" mb="xs">
        {t('register.steps.problems')}
      </Title>
      <Facts facts={found} />
    </Card>
  );
}

function Facts({ facts }: { facts: Fact[] }) {
  const known = facts.filter(([, value]) => value !== null && value !== undefined && value !== '');
  return (
    <dl className={classes.facts}>
      {known.map(([label, value]) => (
        <div key={label} style={{ display: 'contents' }}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Masked; in full only for those who may, only when asked for (domain 2.2), and that is written down (domain 7). */
function Nik({ nik, client }: { nik: string; client: Entity<'businesses'> }) {
  const { t } = useTranslation();
  const device = useThisDevice();
  const [open, setOpen] = useState(false);
  if (!mayReadNik(device, client.values)) return <span title={t('client.nikHidden')}>{maskNik(nik)}</span>;
  const toggle = () => {
    setOpen(!open);
    if (!open) noteAccess(client).catch((error: unknown) => console.error('access', error));
  };
  return (
    <>
      {open ? nik : maskNik(nik)}{' '}
      <Button size="compact-xs" variant="subtle" onClick={toggle}>
        {t(open ? 'client.hideNik' : 'client.showNik')}
      </Button>
    </>
  );
}

/** Shown at once; the note of it goes to the disk meanwhile. */
export async function noteAccess({ collection, id }: { collection: 'businesses'; id: string }): Promise<void> {
  await save('accesses', newId(), { what: 'nik', clientCollection: collection, clientId: id });
}
