/** The reports of domain 1.6 by name, in the order of that page. Report 6, *Kinerja triwulan*, is core/indicators. */
import { activityReport, unitPlan, unitProgress } from './activities.ts';
import { consultantReport, levelUpReport, outcomeReport, programmeReport, sessionsByField } from './mentoring.ts';
import type { ReportDefinition } from './report.ts';
import { businessTargets, cooperativeTargets } from './targets.ts';
import { unitEquipmentReport, unitFundsReport, unitStaffReport } from './unit.ts';

export const REPORTS = {
  cooperativeTargets,
  businessTargets,
  programmes: programmeReport,
  consultant: consultantReport,
  sessionsByField,
  outcomes: outcomeReport,
  levelUps: levelUpReport,
  unitProgress,
  activities: activityReport,
  unitPlan,
  unitFunds: unitFundsReport,
  unitEquipment: unitEquipmentReport,
  unitStaff: unitStaffReport,
} as const satisfies Record<string, ReportDefinition>;

export type ReportName = keyof typeof REPORTS;
export const REPORT_NAMES = Object.keys(REPORTS) as ReportName[];
export const isReport = (name: string): name is ReportName => Object.hasOwn(REPORTS, name);
