import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { CLIENT_COLLECTIONS, type ClientCollection } from '#core/model/collections.ts';
import { AssessmentPage } from '../features/assessments/AssessmentPage.tsx';
import { AssessmentSheet } from '../features/assessments/AssessmentSheet.tsx';
import { AttentionPage } from '../features/attention/AttentionPage.tsx';
import { BundlesPage } from '../features/bundles/BundlesPage.tsx';
import { CheckupPage } from '../features/checkup/CheckupPage.tsx';
import { ClientListPage } from '../features/clients/ClientListPage.tsx';
import { ClientPage } from '../features/clients/ClientPage.tsx';
import { ConflictsPage } from '../features/conflicts/ConflictsPage.tsx';
import { DashboardPage } from '../features/dashboard/DashboardPage.tsx';
import { DeskPage } from '../features/desk/DeskPage.tsx';
import { ComparePage } from '../features/duplicates/ComparePage.tsx';
import { DuplicatesPage } from '../features/duplicates/DuplicatesPage.tsx';
import { ExportPage } from '../features/export/ExportPage.tsx';
import { FollowUpsPage } from '../features/followUps/FollowUpsPage.tsx';
import { CandidatePage } from '../features/grants/CandidatePage.tsx';
import { CandidateSheet } from '../features/grants/CandidateSheet.tsx';
import { GrantListPage } from '../features/grants/GrantListPage.tsx';
import { GrantRulesPage } from '../features/grants/GrantRulesPage.tsx';
import { ImportPage } from '../features/import/ImportPage.tsx';
import { LaptopPage } from '../features/laptop/LaptopPage.tsx';
import { LaptopsPage } from '../features/laptops/LaptopsPage.tsx';
import { MinutesSheet } from '../features/minutes/MinutesSheet.tsx';
import { NationalPage } from '../features/network/NationalPage.tsx';
import { CohortPage } from '../features/performance/CohortPage.tsx';
import { PerformancePage } from '../features/performance/PerformancePage.tsx';
import { DestructionSheet } from '../features/privacy/DestructionSheet.tsx';
import { IncidentLetters } from '../features/privacy/IncidentLetters.tsx';
import { IncidentPage } from '../features/privacy/IncidentPage.tsx';
import { PrivacyPage } from '../features/privacy/PrivacyPage.tsx';
import { RequestPage } from '../features/privacy/RequestPage.tsx';
import { RetentionPage } from '../features/privacy/RetentionPage.tsx';
import { SubjectCopyPage } from '../features/privacy/SubjectCopyPage.tsx';
import { RegistrationPage } from '../features/registration/RegistrationPage.tsx';
import { ReportsPage } from '../features/reports/ReportsPage.tsx';
import { SessionPage } from '../features/sessions/SessionPage.tsx';
import { ConsentTextsPage } from '../features/settings/ConsentTextsPage.tsx';
import { FormTextsPage } from '../features/settings/FormTextsPage.tsx';
import { ServiceLinesPage } from '../features/settings/ServiceLinesPage.tsx';
import { TodayPage } from '../features/today/TodayPage.tsx';
import { FORMS } from '../features/work/forms.ts';
import { LISTS } from '../features/work/lists.ts';
import { WorkListPage } from '../features/work/WorkListPage.tsx';
import { UnitPage, VillagePage, WorkPage } from '../features/work/WorkPage.tsx';
import { Crashed } from './App.tsx';
import { Layout } from './Layout.tsx';
import { MissingPage } from './MissingPage.tsx';

const root = createRootRoute({
  component: Layout,
  notFoundComponent: MissingPage,
  errorComponent: ({ error, reset }) => <Crashed error={error as Error} reset={reset} />,
});
const route = <P extends string>(path: P) => ({ getParentRoute: () => root, path });

const isClientCollection = (name: string): name is ClientCollection =>
  (CLIENT_COLLECTIONS as readonly string[]).includes(name);

const today = createRoute({ ...route('/'), component: TodayPage });
const clients = createRoute({
  ...route('/clients'),
  validateSearch: (search: Record<string, unknown>): { show?: 'withoutConsent' } =>
    search.show === 'withoutConsent' ? { show: search.show } : {},
  component: function ClientsRoute() {
    return <ClientListPage show={clients.useSearch().show} />;
  },
});
const client = createRoute({
  ...route('/clients/$collection/$id'),
  component: function ClientRoute() {
    const { collection, id } = client.useParams();
    if (!isClientCollection(collection)) return <MissingPage />;
    return <ClientPage key={id} collection={collection} id={id} />;
  },
});
const registration = createRoute({
  ...route('/clients/$collection/$id/register'),
  validateSearch: (search: Record<string, unknown>): { step?: string } =>
    typeof search.step === 'string' ? { step: search.step } : {},
  component: function RegistrationRoute() {
    const { collection, id } = registration.useParams();
    const { step } = registration.useSearch();
    if (!isClientCollection(collection)) return <MissingPage />;
    return <RegistrationPage key={id} collection={collection} id={id} step={step} />;
  },
});
const assessment = createRoute({
  ...route('/assessments/$id'),
  component: function AssessmentRoute() {
    const { id } = assessment.useParams();
    return <AssessmentPage key={id} id={id} />;
  },
});
const assessmentSheet = createRoute({
  ...route('/assessments/$id/print'),
  component: function AssessmentSheetRoute() {
    const { id } = assessmentSheet.useParams();
    return <AssessmentSheet key={id} id={id} />;
  },
});
const session = createRoute({
  ...route('/sessions/$id'),
  component: function SessionRoute() {
    const { id } = session.useParams();
    return <SessionPage key={id} id={id} />;
  },
});
const followUps = createRoute({ ...route('/follow-ups'), component: FollowUpsPage });
const conflicts = createRoute({ ...route('/conflicts'), component: ConflictsPage });
const attention = createRoute({ ...route('/attention'), component: AttentionPage });
const workList = createRoute({
  ...route('/work/$collection'),
  component: function WorkListRoute() {
    const { collection } = workList.useParams();
    const list = LISTS.find((each) => each.collection === collection);
    return list ? <WorkListPage key={collection} list={list} /> : <MissingPage />;
  },
});
const work = createRoute({
  ...route('/work/$collection/$id'),
  component: function WorkRoute() {
    const { collection, id } = work.useParams();
    const form = FORMS[collection];
    return form ? <WorkPage key={id} form={form} id={id} /> : <MissingPage />;
  },
});
const minutes = createRoute({
  ...route('/work/meetings/$id/print'),
  component: function MinutesRoute() {
    const { id } = minutes.useParams();
    return <MinutesSheet key={id} id={id} />;
  },
});
const national = createRoute({ ...route('/national'), component: NationalPage });
const grants = createRoute({ ...route('/grants'), component: GrantListPage });
const grantRules = createRoute({ ...route('/grants/rules'), component: GrantRulesPage });
const candidate = createRoute({
  ...route('/grants/$id'),
  component: function CandidateRoute() {
    const { id } = candidate.useParams();
    return <CandidatePage key={id} id={id} />;
  },
});
const proposalSheet = createRoute({
  ...route('/grants/$id/proposal'),
  component: function ProposalRoute() {
    const { id } = proposalSheet.useParams();
    return <CandidateSheet key={id} id={id} paper="proposal" />;
  },
});
const reviewSheet = createRoute({
  ...route('/grants/$id/reviews'),
  component: function ReviewsRoute() {
    const { id } = reviewSheet.useParams();
    return <CandidateSheet key={id} id={id} paper="reviews" />;
  },
});
const unit = createRoute({ ...route('/unit'), component: UnitPage });
const village = createRoute({ ...route('/digital-village'), component: VillagePage });
const privacy = createRoute({ ...route('/privacy'), component: PrivacyPage });
const retention = createRoute({ ...route('/privacy/retention'), component: RetentionPage });
const destruction = createRoute({
  ...route('/privacy/destructions/$id'),
  component: function DestructionRoute() {
    const { id } = destruction.useParams();
    return <DestructionSheet key={id} id={id} />;
  },
});
const subjectRequest = createRoute({
  ...route('/privacy/requests/$id'),
  component: function RequestRoute() {
    const { id } = subjectRequest.useParams();
    return <RequestPage key={id} id={id} />;
  },
});
const incident = createRoute({
  ...route('/privacy/incidents/$id'),
  component: function IncidentRoute() {
    const { id } = incident.useParams();
    return <IncidentPage key={id} id={id} />;
  },
});
const incidentLetters = createRoute({
  ...route('/privacy/incidents/$id/letters'),
  component: function IncidentLettersRoute() {
    const { id } = incidentLetters.useParams();
    return <IncidentLetters key={id} id={id} />;
  },
});
const subjectCopy = createRoute({
  ...route('/privacy/copies/$collection/$id'),
  component: function SubjectCopyRoute() {
    const { collection, id } = subjectCopy.useParams();
    if (collection !== 'candidates' && !isClientCollection(collection)) return <MissingPage />;
    return <SubjectCopyPage key={id} collection={collection} id={id} />;
  },
});
const bundles = createRoute({ ...route('/bundles'), component: BundlesPage });
const importData = createRoute({ ...route('/import'), component: ImportPage });
const exportData = createRoute({ ...route('/export'), component: ExportPage });
const help = createRoute({
  ...route('/help'),
  validateSearch: ({ guide, part }: Record<string, unknown>): { guide?: string; part?: string } => ({
    ...(typeof guide === 'string' ? { guide } : {}),
    ...(typeof part === 'string' ? { part } : {}),
  }),
  // The guides are read when somebody asks for them.
  component: lazyRouteComponent(() => import('../features/help/HelpRoute.tsx'), 'HelpRoute'),
});
const performance = createRoute({ ...route('/performance'), component: PerformancePage });
const dashboard = createRoute({ ...route('/dashboard'), component: DashboardPage });
const desk = createRoute({ ...route('/desk'), component: DeskPage });
const duplicates = createRoute({ ...route('/duplicates'), component: DuplicatesPage });
const compare = createRoute({
  ...route('/duplicates/$collection/$one/$other'),
  component: function CompareRoute() {
    const { collection, one, other } = compare.useParams();
    if (!isClientCollection(collection)) return <MissingPage />;
    return <ComparePage key={`${one} ${other}`} collection={collection} one={one} other={other} />;
  },
});
const reports = createRoute({ ...route('/reports'), component: ReportsPage });
const cohort = createRoute({ ...route('/cohort'), component: CohortPage });
const serviceLines = createRoute({ ...route('/settings'), component: ServiceLinesPage });
const consentTexts = createRoute({ ...route('/settings/consent'), component: ConsentTextsPage });
const formTexts = createRoute({ ...route('/settings/texts'), component: FormTextsPage });
const laptops = createRoute({ ...route('/laptops'), component: LaptopsPage });
const checkup = createRoute({ ...route('/checkup'), component: CheckupPage });
const laptop = createRoute({ ...route('/laptop'), component: LaptopPage });

export const router = createRouter({
  routeTree: root.addChildren([
    today,
    clients,
    client,
    registration,
    assessment,
    assessmentSheet,
    session,
    followUps,
    conflicts,
    attention,
    workList,
    work,
    minutes,
    national,
    grants,
    grantRules,
    candidate,
    proposalSheet,
    reviewSheet,
    unit,
    village,
    privacy,
    retention,
    destruction,
    subjectRequest,
    incident,
    incidentLetters,
    subjectCopy,
    bundles,
    importData,
    exportData,
    help,
    performance,
    cohort,
    dashboard,
    desk,
    duplicates,
    compare,
    reports,
    serviceLines,
    consentTexts,
    formTexts,
    laptops,
    laptop,
    checkup,
  ]),
  defaultPreload: false,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
