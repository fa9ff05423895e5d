/** The steps of a registration, in the order of the form (domain 9.2), and what each asks. */
import { Fieldset, Stack, Text } from '@mantine/core';
import { type ComponentType, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClientCollection } from '#core/model/collections.ts';
import { yearStateDay } from '#core/model/dates.ts';
import {
  checkBpom,
  checkEmail,
  checkHalal,
  checkKbli,
  checkNib,
  checkNikKoperasi,
  checkNpwp,
  checkPhone,
  checkPirt,
} from '#core/model/identifiers.ts';
import {
  BUSINESS_SECTORS,
  COOPERATIVE_KINDS,
  COOPERATIVE_TIERS,
  EDUCATION_LEVELS,
  LEGAL_FORMS,
  MARKET_REACHES,
  PLACE_STATUSES,
  SERVICE_FIELDS,
  SEXES,
} from '#core/model/reference.ts';
import { useThisDevice, useToday } from '../../app/device.tsx';
import { useChildren } from '../../store/queries.ts';
import { newId } from '../../store/repository.ts';
import { ClusterField } from '../../ui/fields/ClusterField.tsx';
import {
  ChoiceField,
  CountField,
  DayField,
  DecimalField,
  DigitsField,
  LongTextField,
  RupiahField,
  SelectField,
  TextField,
  YesNoField,
} from '../../ui/fields/fields.tsx';
import { RecordForm } from '../../ui/fields/RecordForm.tsx';
import { RegionField } from '../../ui/fields/RegionField.tsx';
import { useRecordContext } from '../../ui/fields/useField.ts';
import { optionLabel } from '../../ui/options.ts';
import { ConsentStep } from '../consents/ConsentStep.tsx';
import { NikField } from './NikField.tsx';

export interface StepProps {
  collection: ClientCollection;
  id: string;
  readOnly: boolean;
}

export interface Step {
  name: string;
  label: `register.steps.${'basic' | 'basicCooperative' | 'consent' | 'owner' | 'board' | 'legality' | 'operation' | 'market' | 'finance' | 'problems'}`;
  needsConsent: boolean;
  Content: ComponentType<StepProps>;
}

export const STEPS: Record<ClientCollection, Step[]> = {
  businesses: [
    { name: 'basic', label: 'register.steps.basic', needsConsent: false, Content: BusinessBasic },
    { name: 'consent', label: 'register.steps.consent', needsConsent: false, Content: ConsentStep },
    { name: 'owner', label: 'register.steps.owner', needsConsent: true, Content: Owner },
    { name: 'legality', label: 'register.steps.legality', needsConsent: true, Content: BusinessLegality },
    { name: 'operation', label: 'register.steps.operation', needsConsent: true, Content: Operation },
    { name: 'market', label: 'register.steps.market', needsConsent: true, Content: Market },
    { name: 'finance', label: 'register.steps.finance', needsConsent: true, Content: BusinessFinance },
    { name: 'problems', label: 'register.steps.problems', needsConsent: true, Content: Problems },
  ],
  cooperatives: [
    { name: 'basic', label: 'register.steps.basicCooperative', needsConsent: false, Content: CooperativeBasic },
    { name: 'consent', label: 'register.steps.consent', needsConsent: false, Content: ConsentStep },
    { name: 'board', label: 'register.steps.board', needsConsent: true, Content: Board },
    { name: 'legality', label: 'register.steps.legality', needsConsent: true, Content: CooperativeLegality },
    { name: 'finance', label: 'register.steps.finance', needsConsent: true, Content: CooperativeFinance },
    { name: 'problems', label: 'register.steps.problems', needsConsent: true, Content: Problems },
  ],
};

/** The step of that name; the first one when there is none. */
export function stepOf(collection: ClientCollection, name: string | undefined): Step {
  const steps = STEPS[collection];
  return steps.find((step) => step.name === name) ?? (steps[0] as Step);
}

/** The form of the client itself. A new client belongs to the consultant who registers it. */
function ClientForm({ collection, id, readOnly, children }: StepProps & { children: React.ReactNode }) {
  const device = useThisDevice();
  return (
    <RecordForm collection={collection} id={id} readOnly={readOnly} initial={{ consultant: device.user }}>
      <Stack gap="sm">{children}</Stack>
    </RecordForm>
  );
}

function Minimal() {
  const { t } = useTranslation();
  return (
    <Text size="sm" c="dimmed">
      {t('register.minimal')}
    </Text>
  );
}

function BusinessBasic(props: StepProps) {
  const { unitRegion } = useThisDevice();
  return (
    <ClientForm {...props}>
      <Minimal />
      <div className="columns">
        <TextField field="name" required autoFocus />
        <TextField field="mainActivity" />
        <SelectField field="sector" options={BUSINESS_SECTORS} />
        <SelectField field="legalForm" options={LEGAL_FORMS} />
        <RegionField field="region" province={unitRegion.slice(0, 2)} />
      </div>
    </ClientForm>
  );
}

function CooperativeBasic(props: StepProps) {
  const { unitRegion } = useThisDevice();
  return (
    <ClientForm {...props}>
      <Minimal />
      <div className="columns">
        <TextField field="name" label="fields.nameCooperative" required autoFocus />
        <TextField field="mainActivity" label="fields.activityCooperative" />
        <SelectField field="kind" options={COOPERATIVE_KINDS} />
        <ChoiceField field="tier" options={COOPERATIVE_TIERS} />
        <TextField field="legalNumber" />
        <DayField field="legalDate" />
        <RegionField field="region" province={unitRegion.slice(0, 2)} />
      </div>
    </ClientForm>
  );
}

function Owner(props: StepProps) {
  return (
    <ClientForm {...props}>
      <div className="columns">
        <TextField field="ownerName" autoFocus />
        <NikField />
        <ChoiceField field="ownerSex" options={SEXES} />
        <DayField field="ownerBirthDate" />
        <SelectField field="ownerEducation" options={EDUCATION_LEVELS} />
        <TextField field="ownerPhone" warn={(text) => checkPhone(text).warnings} />
        <TextField field="ownerEmail" warn={(text) => checkEmail(text).warnings} />
        <TextField field="ownerDisability" />
        <div className="wide">
          <LongTextField field="ownerAddress" />
        </div>
      </div>
    </ClientForm>
  );
}

function Board(props: StepProps) {
  return (
    <ClientForm {...props}>
      <div className="columns">
        <TextField field="chair" autoFocus />
        <TextField field="secretary" />
        <TextField field="treasurer" />
        <TextField field="supervisors" />
        <TextField field="manager" />
        <TextField field="phone" warn={(text) => checkPhone(text).warnings} />
        <TextField field="email" warn={(text) => checkEmail(text).warnings} />
        <div className="wide">
          <LongTextField field="address" label="fields.addressCooperative" />
        </div>
      </div>
    </ClientForm>
  );
}

function BusinessLegality(props: StepProps) {
  return (
    <ClientForm {...props}>
      <BusinessPermits />
    </ClientForm>
  );
}

function BusinessPermits() {
  const { record } = useRecordContext();
  const ownerNik = (record?.values as { ownerNik?: string | null } | undefined)?.ownerNik;
  return (
    <div className="columns">
      <DigitsField field="nib" autoFocus warn={(text) => checkNib(text).warnings} />
      <DigitsField field="npwp" warn={(text) => checkNpwp(text, { ownerNik }).warnings} />
      <DigitsField field="kbli" warn={(text) => checkKbli(text).warnings} />
      <TextField field="pirt" warn={(text) => checkPirt(text).warnings} />
      <TextField field="halal" warn={(text) => checkHalal(text).warnings} />
      <TextField field="bpom" warn={(text) => checkBpom(text).warnings} />
      <TextField field="sni" />
      <TextField field="ipr" />
      <div className="wide">
        <LongTextField field="otherPermits" />
      </div>
    </div>
  );
}

function CooperativeLegality(props: StepProps) {
  return (
    <ClientForm {...props}>
      <div className="columns">
        <DigitsField field="nikKoperasi" autoFocus warn={(text) => checkNikKoperasi(text).warnings} />
        <TextField field="nikCertificate" />
        <DayField field="nikCertificateOn" />
        <DigitsField field="nib" warn={(text) => checkNib(text).warnings} />
        <DigitsField field="npwp" warn={(text) => checkNpwp(text).warnings} />
        <YesNoField field="previouslyMentored" />
        <div className="wide">
          <LongTextField field="aidPrograms" />
        </div>
      </div>
    </ClientForm>
  );
}

function Operation(props: StepProps) {
  const { t } = useTranslation();
  return (
    <ClientForm {...props}>
      <div className="columns">
        <DayField field="startedOn" autoFocus />
        <SelectField field="placeStatus" options={PLACE_STATUSES} />
        <ClusterField field="cluster" />
        <TextField field="cooperativeMember" />
        <div className="wide">
          <LongTextField field="address" />
        </div>
        <DecimalField field="latitude" />
        <DecimalField field="longitude" />
      </div>
      <Fieldset legend={t('register.workers')}>
        <div className="columns">
          <CountField field="workersPermanent" />
          <CountField field="workersTemporary" />
          <CountField field="workersFemale" />
          <CountField field="workersMale" />
          <div className="wide">
            <LongTextField field="trainings" />
          </div>
        </div>
      </Fieldset>
      <Fieldset legend={t('register.production')}>
        <div className="columns">
          {[1, 2, 3].map((n) => (
            <Fieldset key={n} legend={t('register.product', { n })} variant="unstyled">
              <Stack gap="xs">
                <TextField field={`product${n}Name`} label="fields.productName" />
                <TextField field={`product${n}Description`} label="fields.productDescription" />
                <RupiahField field={`product${n}Price`} label="fields.productPrice" />
              </Stack>
            </Fieldset>
          ))}
          <DecimalField field="capacityPerMonth" />
          <TextField field="capacityUnit" />
          <div className="wide">
            <LongTextField field="rawMaterials" />
          </div>
          <div className="wide">
            <LongTextField field="equipment" />
          </div>
        </div>
      </Fieldset>
    </ClientForm>
  );
}

function Market(props: StepProps) {
  return (
    <ClientForm {...props}>
      <div className="columns">
        <SelectField field="marketReach" options={MARKET_REACHES} autoFocus />
        <TextField field="brand" />
        <YesNoField field="previouslyMentored" />
        <div className="wide">
          <LongTextField field="salesChannels" />
        </div>
        <div className="wide">
          <LongTextField field="digitalPlatforms" />
        </div>
        <div className="wide">
          <LongTextField field="aidPrograms" />
        </div>
      </div>
    </ClientForm>
  );
}

/** The form of the client's latest yearly state, or of a first one as of 31 December (domain 1.5, 9.2 G). */
function YearlyStateForm({ collection, id, readOnly, children }: StepProps & { children: React.ReactNode }) {
  const { t } = useTranslation();
  const states = useChildren('yearlyStates', id);
  const asOf = yearStateDay(Number(useToday().slice(0, 4)));
  const [fresh] = useState(newId);
  if (!states) return null;
  const latest = states.toSorted((a, b) => (b.values.asOf ?? '').localeCompare(a.values.asOf ?? ''))[0];
  return (
    <RecordForm
      collection="yearlyStates"
      id={latest?.id ?? fresh}
      readOnly={readOnly}
      initial={{ clientCollection: collection, clientId: id, asOf }}
    >
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {t('register.financeIntro')}
        </Text>
        {children}
      </Stack>
    </RecordForm>
  );
}

function BusinessFinance(props: StepProps) {
  const { t } = useTranslation();
  return (
    <YearlyStateForm {...props}>
      <div className="columns">
        <DayField field="asOf" autoFocus />
        <CountField field="workers" />
        <YesNoField field="regularReports" />
      </div>
      <Fieldset legend={t('register.results')}>
        <div className="columns">
          <RupiahField field="sales" />
          <RupiahField field="salesBefore" />
          <RupiahField field="profit" />
          <RupiahField field="profitBefore" />
        </div>
      </Fieldset>
      <Fieldset legend={t('register.capital')}>
        <div className="columns">
          <RupiahField field="ownCapital" />
          <RupiahField field="debtBank" />
          <RupiahField field="debtCooperative" />
          <RupiahField field="debtOther" />
        </div>
      </Fieldset>
      <Fieldset legend={t('register.assets')}>
        <div className="columns">
          <RupiahField field="cash" />
          <RupiahField field="inventory" />
          <RupiahField field="fixedAssets" />
          <RupiahField field="landAndBuilding" />
        </div>
      </Fieldset>
      <LongTextField field="activity" maxLength={255} />
    </YearlyStateForm>
  );
}

function CooperativeFinance(props: StepProps) {
  return (
    <YearlyStateForm {...props}>
      <div className="columns">
        <DayField field="asOf" autoFocus />
        <DayField field="meetingOn" />
        <CountField field="members" />
        <CountField field="membersFemale" />
        <CountField field="membersMale" />
        <CountField field="employees" />
        <RupiahField field="assets" />
        <RupiahField field="ownCapital" />
        <RupiahField field="externalCapital" />
        <RupiahField field="volume" />
        <RupiahField field="surplus" />
      </div>
      <LongTextField field="activity" maxLength={255} />
    </YearlyStateForm>
  );
}

function Problems(props: StepProps) {
  const { t, i18n } = useTranslation();
  return (
    <ClientForm {...props}>
      <Text size="sm" c="dimmed">
        {t('register.problemsIntro')}
      </Text>
      {SERVICE_FIELDS.map((field, i) => (
        <LongTextField
          key={field.code}
          field={`problem${field.code}`}
          labelText={optionLabel(field, i18n.language)}
          rows={1}
          autoFocus={i === 0}
        />
      ))}
    </ClientForm>
  );
}
