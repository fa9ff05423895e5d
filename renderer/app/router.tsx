import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { isClientCollection } from '#core/model/collections.ts';
import { ClientListPage } from '../features/clients/ClientListPage.tsx';
import { TodayPage } from '../features/today/TodayPage.tsx';
import { FORMS } from '../features/work/forms.ts';
import { LISTS } from '../features/work/lists.ts';
import { Crashed } from './App.tsx';
import { Layout } from './Layout.tsx';
import { MissingPage } from './MissingPage.tsx';

/** Pages but the first two come after the start, which they would make slow. */
const later: (() => Promise<unknown>)[] = [];
const lazyPage: typeof lazyRouteComponent = (importer, name) => {
  later.push(importer);
  return lazyRouteComponent(importer, name);
};

/** All at once: who may lose the connection that they come by needs them before anything else. */
export const loadPages = (): Promise<unknown> => Promise.allSettled(later.map((load) => load()));

/** What the first page needs comes before them. */
const PRELOAD_AFTER_MS = 2000;

/** One after the other while there is time, so that no page has to be waited for. */
export async function preloadPages(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, PRELOAD_AFTER_MS));
  for (const load of later) {
    await new Promise((resolve) => requestIdleCallback(() => resolve(undefined)));
    await load().catch((error) => console.warn('page', error));
  }
}

const AssessmentPage = lazyPage(() => import('../features/assessments/AssessmentPage.tsx'), 'AssessmentPage');
const AssessmentSheet = lazyPage(() => import('../features/assessments/AssessmentSheet.tsx'), 'AssessmentSheet');
const AttentionPage = lazyPage(() => import('../features/attention/AttentionPage.tsx'), 'AttentionPage');
const BundlesPage = lazyPage(() => import('../features/bundles/BundlesPage.tsx'), 'BundlesPage');
const CandidatePage = lazyPage(() => import('../features/grants/CandidatePage.tsx'), 'CandidatePage');
const CandidateSheet = lazyPage(() => import('../features/grants/CandidateSheet.tsx'), 'CandidateSheet');
const CheckupPage = lazyPage(() => import('../features/checkup/CheckupPage.tsx'), 'CheckupPage');
const ClientPage = lazyPage(() => import('../features/clients/ClientPage.tsx'), 'ClientPage');
const CohortPage = lazyPage(() => import('../features/performance/CohortPage.tsx'), 'CohortPage');
const ComparePage = lazyPage(() => import('../features/duplicates/ComparePage.tsx'), 'ComparePage');
const ConflictsPage = lazyPage(() => import('../features/conflicts/ConflictsPage.tsx'), 'ConflictsPage');
const ConsentTextsPage = lazyPage(() => import('../features/settings/ConsentTextsPage.tsx'), 'ConsentTextsPage');
const DashboardPage = lazyPage(() => import('../features/dashboard/DashboardPage.tsx'), 'DashboardPage');
const DeskPage = lazyPage(() => import('../features/desk/DeskPage.tsx'), 'DeskPage');
const DestructionSheet = lazyPage(() => import('../features/privacy/DestructionSheet.tsx'), 'DestructionSheet');
const DuplicatesPage = lazyPage(() => import('../features/duplicates/DuplicatesPage.tsx'), 'DuplicatesPage');
const ExportPage = lazyPage(() => import('../features/export/ExportPage.tsx'), 'ExportPage');
const FollowUpsPage = lazyPage(() => import('../features/followUps/FollowUpsPage.tsx'), 'FollowUpsPage');
const FormTextsPage = lazyPage(() => import('../features/settings/FormTextsPage.tsx'), 'FormTextsPage');
const GrantListPage = lazyPage(() => import('../features/grants/GrantListPage.tsx'), 'GrantListPage');
const GrantRulesPage = lazyPage(() => import('../features/grants/GrantRulesPage.tsx'), 'GrantRulesPage');
const HelpRoute = lazyPage(() => import('../features/help/HelpRoute.tsx'), 'HelpRoute');
const ImportPage = lazyPage(() => import('../features/import/ImportPage.tsx'), 'ImportPage');
const IncidentLetters = lazyPage(() => import('../features/privacy/IncidentLetters.tsx'), 'IncidentLetters');
const IncidentPage = lazyPage(() => import('../features/privacy/IncidentPage.tsx'), 'IncidentPage');
const LaptopPage = lazyPage(() => import('../features/laptop/LaptopPage.tsx'), 'LaptopPage');
const LaptopsPage = lazyPage(() => import('../features/laptops/LaptopsPage.tsx'), 'LaptopsPage');
const MinutesSheet = lazyPage(() => import('../features/minutes/MinutesSheet.tsx'), 'MinutesSheet');
const NationalPage = lazyPage(() => import('../features/network/NationalPage.tsx'), 'NationalPage');
const PerformancePage = lazyPage(() => import('../features/performance/PerformancePage.tsx'), 'PerformancePage');
const PrivacyPage = lazyPage(() => import('../features/privacy/PrivacyPage.tsx'), 'PrivacyPage');
const RegistrationPage = lazyPage(() => import('../features/registration/RegistrationPage.tsx'), 'RegistrationPage');
const ReportsPage = lazyPage(() => import('../features/reports/ReportsPage.tsx'), 'ReportsPage');
const RequestPage = lazyPage(() => import('../features/privacy/RequestPage.tsx'), 'RequestPage');
const RetentionPage = lazyPage(() => import('../features/privacy/RetentionPage.tsx'), 'RetentionPage');
const ServiceLinesPage = lazyPage(() => import('../features/settings/ServiceLinesPage.tsx'), 'ServiceLinesPage');
const SessionPage = lazyPage(() => import('../features/sessions/SessionPage.tsx'), 'SessionPage');
const SubjectCopyPage = lazyPage(() => import('../features/privacy/SubjectCopyPage.tsx'), 'SubjectCopyPage');
const UnitPage = lazyPage(() => import('../features/work/WorkPage.tsx'), 'UnitPage');
const VillagePage = lazyPage(() => import('../features/work/WorkPage.tsx'), 'VillagePage');
const WorkListPage = lazyPage(() => import('../features/work/WorkListPage.tsx'), 'WorkListPage');
const WorkPage = lazyPage(() => import('../features/work/WorkPage.tsx'), 'WorkPage');

const root = createRootRoute({
  component: Layout,
  notFoundComponent: MissingPage,
  errorComponent: ({ error, reset }) => <Crashed error={error as Error} reset={reset} />,
});
const route = <P extends string>(path: P) => ({ getParentRoute: () => root, path });

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
  component: HelpRoute,
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
