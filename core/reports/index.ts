/** The reports of domain 1.6 by name, in the order of that page, and the indicators of 1.7. */
import { activityReport, unitPlan, unitProgress } from './activities.ts';
import { consultantReport, levelUpReport, outcomeReport, programmeReport, sessionsByField } from './mentoring.ts';
import { indicatorReport, quarterlyReport } from './performance.ts';
import type { ReportDefinition } from './report.ts';
import { businessTargets, cooperativeTargets } from './targets.ts';
import { unitEquipmentReport, unitFundsReport, unitStaffReport } from './unit.ts';

export const REPORTS = {
  cooperativeTargets,
  businessTargets,
  programmes: programmeReport,
  consultant: consultantReport,
  sessionsByField,
  quarterly: quarterlyReport,
  unitProgress,
  activities: activityReport,
  unitPlan,
  indicators: indicatorReport,
  outcomes: outcomeReport,
  levelUps: levelUpReport,
  unitFunds: unitFundsReport,
  unitEquipment: unitEquipmentReport,
  unitStaff: unitStaffReport,
} as const satisfies Record<string, ReportDefinition>;

export type ReportName = keyof typeof REPORTS;
export const REPORT_NAMES = Object.keys(REPORTS) as ReportName[];
export const isReport = (name: string): name is ReportName => Object.hasOwn(REPORTS, name);
