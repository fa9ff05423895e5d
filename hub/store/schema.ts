/** The tables as Kysely sees them. All times are ISO text in UTC, all JSON is text (so that any string can be kept). */

export interface UnitTable {
  id: string;
  name: string;
  level: string;
  region: string;
  time_zone: string;
  /** age identity (`AGE-SECRET-KEY-1…`) of the unit; every enrolled device gets it. */
  unit_key: string;
  /** The last number given to an accepted change. Its row is the lock of all writers of the unit. */
  sequence: number;
  created_at: string;
}

export interface UserTable {
  id: string;
  unit: string;
  role: string;
  field: number | null;
  name: string;
  password_hash: string | null;
  active: number;
  created_at: string;
}

export interface DeviceTable {
  id: string;
  unit: string;
  user_id: string;
  name: string;
  public_key: string;
  certificate: string;
  /** SHA-256 of the token, hex. */
  token_hash: string;
  enrolled_at: string;
  revoked_at: string | null;
  last_push_at: string | null;
  /** Edits whose stamps were ahead of the hub's clock: the laptop's clock is wrong. */
  future_stamps: number;
  /** The rest is what the laptop told last (REPORT_HEADER), and when by the hub's clock. */
  last_seen_at: string | null;
  app: string | null;
  unsent: number | null;
  /** The laptop's clock minus the hub's. */
  clock_error_ms: number | null;
  round: string | null;
  /** The name that the laptop took instead of this one, and when. */
  renewed_as: string | null;
  renewed_at: string | null;
  /** Recovers its data when its user forgot the passphrase; read to them by a coordinator. */
  recovery_code: string | null;
}

export interface CodeTable {
  code_hash: string;
  user_id: string;
  created_at: string;
  expires_at: string;
  used_at: string | null;
}

export interface RegisterTable {
  unit: string;
  collection: string;
  id: string;
  field: string;
  heads: string;
  seen: string;
  sequence: number;
}

export interface HistoryTable {
  unit: string;
  collection: string;
  id: string;
  field: string;
  stamp: string;
  by: string;
  device: string;
  batch: string;
  value: string;
  /** JSON list of the stamps that this edit replaced on the hub; their values are rows of their own. */
  replaced: string;
  /** The register's sequence when the edit was accepted. */
  sequence: number;
  at: string;
  /** JSON of the `seen` that it came with; null for changes that an older hub took. */
  seen: string | null;
}

export interface AuditTable {
  id: string;
  at: string;
  event: string;
  unit: string | null;
  user_id: string | null;
  device: string | null;
  /** `<collection>/<id>` of the record that it is about. */
  record: string | null;
}

/** Which record of `attachments` names which file. A row with a sequence number is a receipt that was given. */
export interface FileTable {
  unit: string;
  hash: string;
  record: string;
  /** Of the file as it is kept; null while it has not come. */
  bytes: number | null;
  /** The unit's sequence when its receipt was written; null while it has not come. */
  sequence: number | null;
  /** The record was erased, and the file has yet to be removed. */
  erased: number;
}

export interface MetaTable {
  key: string;
  value: string;
}

export interface Tables {
  units: UnitTable;
  users: UserTable;
  devices: DeviceTable;
  codes: CodeTable;
  registers: RegisterTable;
  history: HistoryTable;
  audit: AuditTable;
  files: FileTable;
  meta: MetaTable;
}
