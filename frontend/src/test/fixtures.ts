import type {
  AskedForm,
  AskedReport,
  Assignment,
  AssignmentDetail,
  Chase,
  ClarificationDetail,
  Confirmation,
  Completeness,
  DifficultyDetail,
  Evidence,
  Indicator,
  Me,
  Plan,
  Question,
  Compilation,
  Report,
  ReportDetail,
  ReportFigure,
  Result,
  Regime,
  Round,
  Target,
  Task,
  Unit,
  WorkCount,
} from '@/api/models'

const MOMENT = '2026-11-22T00:00:00Z'

export const department = {
  id: 'department',
  code: 'hp-000001',
  name: 'Sở Giáo dục và Đào tạo thành phố Hải Phòng',
}

export function makeEvidence(over: Partial<Evidence> = {}): Evidence {
  return {
    id: 'evidence-1',
    version: 1,
    unit: { id: 'school', code: 'hp-000900', name: 'Trường Tiểu học Hồng Bàng' },
    title: 'Biên bản tập huấn',
    filename: 'bien-ban.pdf',
    media_type: 'application/pdf',
    size: 1_500_000,
    sha256: '0'.repeat(64),
    scan: 'unscanned',
    verdict: 'none',
    verdict_reason: null,
    verdict_by: null,
    verdict_at: null,
    examined: true,
    pages: 1,
    previews: 0,
    signatures: [],
    expires_on: null,
    duplicates_elsewhere: 0,
    links: [],
    added_by: 'Nguyễn Thị Lan',
    on_behalf: false,
    replaces: null,
    replaced_by: null,
    created_at: MOMENT,
    updated_at: MOMENT,
    ...over,
  }
}

export function makeTask(over: Partial<Task> = {}): Task {
  return {
    id: 'task-1',
    version: 1,
    code: 'hp-2026-1',
    plan_id: 'plan-1',
    group: { id: 'group-1', code: 'I', name: 'Quản trị, điều hành' },
    parent_id: null,
    number: '1',
    title: 'Tổ chức theo dõi, tổng hợp và đánh giá định kỳ',
    purpose: null,
    requirements: [],
    deliverables: [
      { id: 'deliverable-1', title: 'Báo cáo quý', kind: 'document', status: 'open', due_on: null, unit: null, document: null, version: 1 },
    ],
    participations: [
      {
        role: 'lead',
        unit: { id: 'office', code: 'hp-000002', name: 'Văn phòng Sở Giáo dục và Đào tạo' },
        audience: null,
        printed_name: 'Văn phòng Sở',
      },
    ],
    schedule: { text: 'Thường xuyên', terms: [], occurrences: [], warnings: [] },
    status: 'not_started',
    percent: 0,
    due_on: null,
    overdue: false,
    note: null,
    readings: [],
    position: 1,
    updated_at: MOMENT,
    ...over,
  }
}

export function makePlan(over: Partial<Plan> = {}): Plan {
  return {
    id: 'plan-1',
    version: 1,
    unit: department,
    year: 2026,
    horizon_years: [2026],
    title: 'Kế hoạch chuyển đổi số năm 2026',
    number: null,
    issued_on: null,
    effective_on: '2026-01-01',
    status: 'issued',
    closed_on: null,
    signer: { name: 'Uông Minh Long', title: 'Phó Giám đốc', on_behalf: null },
    legal_bases: [],
    duties: [],
    recipients: [],
    target_groups: [{ code: 'I', title: 'Thể chế và quản trị số' }],
    source: null,
    sample: false,
    parent_plan_id: null,
    task_count: 30,
    target_count: 22,
    created_at: MOMENT,
    updated_at: MOMENT,
    ...over,
  }
}

export function makeTarget(over: Partial<Target> = {}): Target {
  return {
    id: 'target-1',
    version: 1,
    plan_id: 'plan-1',
    indicator: { id: 'indicator-1', code: 'ho-so-dien-tu', name: 'Hồ sơ xử lý trên môi trường điện tử' },
    group: 'I',
    number: '1',
    year: 2026,
    audience: null,
    participations: [],
    comparator: 'eq',
    value: 100,
    value_max: null,
    baseline: null,
    text: '100%',
    position: 1,
    printed_name: 'Hồ sơ công việc xử lý trên môi trường điện tử',
    unit_of_measure: '%',
    updated_at: MOMENT,
    ...over,
  }
}

export function makeResult(over: Partial<Result> = {}): Result {
  return {
    indicator: makeTarget().indicator,
    unit: department,
    period: '2026',
    bucket: null,
    education_levels: null,
    cluster: null,
    numerator: 760,
    denominator: 1000,
    value: 76,
    units_expected: 900,
    units_reported: 812,
    units_received: 0,
    units_yes: 0,
    units_not_applicable: 0,
    status: 'at_risk',
    target: {
      id: 'target-1',
      plan_id: 'plan-1',
      year: 2026,
      comparator: 'ge',
      value: 90,
      value_max: null,
      baseline: null,
      text: '≥ 90 %',
    },
    forecast: 88,
    cutoff: '2026-06-30',
    as_of: MOMENT,
    ...over,
  }
}

export function makeIndicator(over: Partial<Indicator> = {}): Indicator {
  return {
    id: 'indicator-1',
    version: 1,
    code: 'ho-so-dien-tu',
    name: 'Hồ sơ xử lý trên môi trường điện tử',
    unit_of_measure: '%',
    kind: 'ratio',
    numerator_label: 'Số hồ sơ xử lý điện tử',
    denominator_label: 'Tổng số hồ sơ',
    direction: 'up',
    frequency: 'quarter',
    time_behaviour: 'in_period',
    measured_on: ['school'],
    source: 'reported',
    department: null,
    provenance: 'ours',
    note: null,
    base_count: null,
    prevails: 'source',
    derivation: null,
    proof: null,
    updated_at: MOMENT,
    ...over,
  }
}

export function makeUnit(id: string, over: Partial<Unit> = {}): Unit {
  return {
    id,
    version: 1,
    code: `hp-${id}`,
    name: id,
    kind: 'school',
    education_levels: [],
    ownership: null,
    area: null,
    parent: null,
    department,
    codes: [],
    from: '2025-07-01',
    to: null,
    predecessors: [],
    successors: [],
    administrative_parent: null,
    aliases: [],
    child_count: 0,
    sample: false,
    updated_at: MOMENT,
    ...over,
  }
}

export const school = { id: 'school', code: 'hp-000900', name: 'Trường Tiểu học Hồng Bàng' }

export function makeWork(over: Partial<Assignment> = {}): Assignment {
  return {
    id: 'work-1',
    version: 1,
    task: { id: 'task-1', code: 'hp-2026-1', name: 'Triển khai học bạ số' },
    unit: school,
    plan_id: 'plan-1',
    role: 'coordinate',
    owes: 'yes_no',
    occurrence: '2026-Q4',
    status: 'not_started',
    withdrawn: false,
    percent: 0,
    text: null,
    person: null,
    supervisor: null,
    due_at: '2026-12-31T16:59:59Z',
    overdue: false,
    completed_at: null,
    updated_at: MOMENT,
    ...over,
  }
}

export function makeWorkDetail(over: Partial<AssignmentDetail> = {}): AssignmentDetail {
  return { ...makeWork(), deliverables: [], updates: [], ...over }
}

export function makeCount(over: Partial<WorkCount> = {}): WorkCount {
  return {
    unit: null,
    task: null,
    not_started: 0,
    in_progress: 0,
    awaiting_confirmation: 0,
    completed: 0,
    cancelled: 0,
    overdue: 0,
    due_soon: 0,
    ...over,
  }
}

/** Somebody in one role at one unit. */
export function somebody(role: string, unit = school): Me {
  const grant = { id: 'grant-1', role, unit, from: '2026-01-01', to: null, delegated_from: null, lent: [] }
  return { ...leader, grants: [grant] }
}

export const leader: Me = {
  user: { id: 'user-1', username: 'leader.hai-phong', name: 'Nguyễn Minh Nguyệt', email: null, unit: department, sample: true },
  client: null,
  grants: [
    { id: 'grant-1', role: 'leader', unit: department, from: '2026-01-01', to: null, delegated_from: null, lent: [] },
  ],
  permissions: [],
}

/** One page that is also the last. */
export function onePage<T>(...items: T[]) {
  return { items, next_cursor: null, total: items.length }
}

/** What the token endpoint answers: a token whose payload names the account. */
export function tokenFor(subject: string, serial = 1) {
  const payload = btoa(JSON.stringify({ sub: subject, serial }))
  return { access_token: `header.${payload}.signature`, token_type: 'Bearer', expires_in: 900 }
}

export function makeDifficulty(over: Partial<DifficultyDetail> = {}): DifficultyDetail {
  return {
    id: 'difficulty-1',
    version: 1,
    unit: school,
    plan_id: 'plan-1',
    task: { id: 'task-1', code: 'hp-2026-1', name: 'Triển khai học bạ số' },
    indicator: null,
    report_id: null,
    title: 'Chưa có máy quét',
    text: 'Trường chưa có máy quét hai mặt.',
    put_to: department,
    status: 'open',
    answers: [],
    created_at: MOMENT,
    answered_at: null,
    resolved_at: null,
    updated_at: MOMENT,
    history: [{ at: MOMENT, by: 'Cô Lan', on_behalf: false, text: null, act: 'raised' }],
    amendments: [],
    may: [],
    ...over,
  }
}

export function makeClarification(over: Partial<ClarificationDetail> = {}): ClarificationDetail {
  return {
    id: 'clarification-1',
    version: 1,
    unit: school,
    asked_by: department,
    wording: 'require',
    plan_id: 'plan-1',
    task: { id: 'task-1', code: 'hp-2026-1', name: 'Triển khai học bạ số' },
    assignment_id: null,
    indicator: null,
    title: 'Tiến độ học bạ số',
    text: 'Báo cáo rõ nguyên nhân chậm.',
    due_on: '2026-11-30',
    overdue: false,
    status: 'open',
    answers: [],
    created_at: MOMENT,
    answered_at: null,
    closed_at: null,
    updated_at: MOMENT,
    history: [{ at: MOMENT, by: 'Lãnh đạo Sở', on_behalf: false, text: null, act: 'asked' }],
    may: [],
    ...over,
  }
}

export function makeQuestion(over: Partial<Question> = {}): Question {
  return {
    indicator: { id: 'indicator-1', code: 'chu-ky-so', name: 'Giáo viên dùng chữ ký số' },
    period: '2026-Q2',
    kind: 'ratio',
    question: 'Bao nhiêu giáo viên dùng chữ ký số?',
    numerator_label: 'Số giáo viên dùng chữ ký số',
    denominator_label: 'Tổng số giáo viên',
    unit_of_measure: '%',
    note: null,
    answered_by: 'part',
    time_behaviour: 'point',
    proof: null,
    shown: [],
    plans: [],
    source: 'client',
    suggested: { denominator: 45, base_count: 'teachers', on: '2026-01-31' },
    last: { answer: 'given', numerator: 40, denominator: 45, value: 88.888889, yes: null },
    present: {
      id: 'value-1',
      answer: 'given',
      numerator: 42,
      denominator: 45,
      value: 93.333333,
      yes: null,
      state: 'sent',
      source: 'client',
      note: null,
      warnings: [],
      version: 1,
      by: 'CSDL ngành',
      confirmation: { status: 'unconfirmed', id: null, believed: null, reason: null },
    },
    ...over,
  }
}

export function makeConfirmation(over: Partial<Confirmation> = {}): Confirmation {
  return {
    id: 'confirmation-1',
    version: 1,
    value_id: 'value-1',
    indicator: { id: 'indicator-1', code: 'chu-ky-so', name: 'Giáo viên dùng chữ ký số' },
    unit: school,
    period: '2026-Q2',
    unit_of_measure: '%',
    status: 'disputed',
    told: { answer: 'given', numerator: 42, denominator: 45, value: 93.333333, yes: null },
    source: 'CSDL ngành',
    believed: { answer: 'given', numerator: 40, denominator: 45, value: 88.888889, yes: null },
    reason: 'Hai giáo viên đã nghỉ hưu.',
    said_at: MOMENT,
    said_by: 'Cô Lan',
    on_behalf: false,
    settled_at: null,
    settled_by: null,
    remark: null,
    updated_at: MOMENT,
    ...over,
  }
}

export function makeChase(over: Partial<Chase> = {}): Chase {
  return {
    id: 'chase-1',
    version: 1,
    unit: school,
    plan_id: 'plan-1',
    task: { id: 'task-1', code: 'hp-2026-1', name: 'Triển khai học bạ số' },
    assignment_id: 'work-1',
    how: 'phone',
    note: 'Đã gọi hiệu trưởng.',
    by: 'Nguyễn Minh Nguyệt',
    at: MOMENT,
    ...over,
  }
}

const noReports = {
  expected: 3,
  not_begun: 1,
  draft: 0,
  sent: 2,
  received: 0,
  returned: 0,
  on_time: 2,
  late: 0,
  overdue: 1,
  flawed: 1,
}

export function makeRound(over: Partial<Round> = {}): Round {
  return {
    id: 'round-1',
    version: 1,
    regime: { id: 'regime-1', code: null, name: 'Báo cáo quý' },
    unit: department,
    plan_id: 'plan-1',
    title: 'Báo cáo quý',
    period: '2026-Q4',
    starts_on: '2026-10-01',
    ends_on: '2026-12-31',
    opens_on: '2026-12-05',
    closes_on: '2027-02-02',
    due_at: '2026-12-19T16:59:59Z',
    status: 'open',
    steps: [{ due_at: '2026-12-19T16:59:59Z', cutoff_on: '2026-12-19', outline: [] }],
    counts: noReports,
    may: [],
    updated_at: MOMENT,
    ...over,
  }
}

export function makeCompleteness(over: Partial<Completeness> = {}): Completeness {
  const commune = { id: 'commune', code: 'hp-000008', name: 'UBND phường Lê Chân' }
  return {
    ...noReports,
    round: { id: 'round-1', code: null, name: 'Báo cáo quý' },
    period: '2026-Q4',
    as_of: MOMENT,
    items: [{ ...noReports, unit: commune, kind: 'commune' }],
    ...over,
  }
}

export function makeReport(over: Partial<Report> = {}): Report {
  return {
    id: 'report-1',
    version: 3,
    round: { id: 'round-1', code: null, name: 'Báo cáo quý' },
    unit: school,
    under: { id: 'commune', code: 'hp-000008', name: 'UBND phường Lê Chân' },
    to: { id: 'commune', code: 'hp-000008', name: 'UBND phường Lê Chân' },
    period: '2026-Q4',
    status: 'draft',
    edition: 1,
    due_at: '2026-12-19T16:59:59Z',
    first_sent_at: null,
    sent_at: null,
    received_at: null,
    on_time: null,
    overdue: false,
    receipt_code: null,
    returned: [],
    wording: 'require',
    flaws: 0,
    updated_at: MOMENT,
    ...over,
  }
}

export function makeAskedReport(over: Partial<AskedReport> = {}): AskedReport {
  return { ...makeReport({ period: '2026-Q2', due_at: '2026-06-04T16:59:59Z' }), may: [], ...over }
}

export function makeAsked(over: Partial<AskedForm> = {}): AskedForm {
  return {
    unit: school,
    period: '2026-Q2',
    due_at: '2026-06-04T16:59:59Z',
    items: [makeQuestion()],
    reports: [makeAskedReport()],
    ...over,
  }
}

export function makeReportFigure(over: Partial<ReportFigure> = {}): ReportFigure {
  return {
    id: 'indicator-1.school.2026-Q4',
    name: 'Giáo viên sử dụng chữ ký số',
    indicator: { id: 'indicator-1', code: 'chu-ky-so', name: 'Giáo viên sử dụng chữ ký số' },
    period: '2026-Q4',
    unit_of_measure: '%',
    kind: 'ratio',
    numerator_label: 'Số người đang dùng',
    denominator_label: 'Tổng số',
    target: { year: 2026, text: '95 %', comparator: 'ge', value: 95 },
    asked: true,
    answer: null,
    numerator: null,
    denominator: null,
    value: null,
    yes: null,
    state: null,
    source: null,
    note: null,
    version: null,
    on_behalf: null,
    warnings: [],
    ...over,
  }
}

export function makeReportDetail(over: Partial<ReportDetail> = {}): ReportDetail {
  return {
    ...makeReport(),
    cutoff_on: '2026-12-19',
    below: null,
    prefilled: false,
    sections: [
      { code: 'chi-tieu', kind: 'figures', title: 'Kết quả thực hiện chỉ tiêu', text: null },
      { code: 'ton-tai', kind: 'text', title: 'Tồn tại, hạn chế và nguyên nhân', text: '' },
    ],
    figures: [makeReportFigure()],
    assignments: [],
    difficulties: [],
    history: [],
    editions: [],
    may: ['save', 'send'],
    ...over,
  }
}

/** What a commune's report merges from its three schools, two of which reported. */
export function makeCompilation(over: Partial<Compilation> = {}): Compilation {
  const both = ['Trường Tiểu học A', 'Trường Tiểu học B']
  const said = { text: 'Cấp máy quét', count: 5, units: [...both, 'Trường THCS C', 'Trường THCS D'], more: [] }
  return {
    as_of: MOMENT,
    area: department,
    reports: { expected: 3, came: 2, received: 0, on_time: 2, late: 0, missing: 1 },
    figures: [
      {
        id: 'target-1',
        number: '3',
        group: 'I',
        name: 'Cán bộ, giáo viên sử dụng chữ ký số',
        leads: ['Văn phòng Sở'],
        indicator: { id: 'indicator-1', code: 'chu-ky-so', name: 'Sử dụng chữ ký số' },
        kind: 'ratio',
        unit_of_measure: '%',
        target: { year: 2026, text: '≥95%' },
        period: '2026-Q4',
        cutoff: '2026-12-31',
        numerator: 1042,
        denominator: 1245,
        value: 83.694779,
        units_expected: 3,
        units_reported: 2,
        units_received: 0,
        units_yes: 0,
        units_not_applicable: 0,
        status: 'at_risk',
      },
    ],
    tasks: [
      {
        id: 'task-1',
        number: '2',
        name: 'Tập huấn kỹ năng số',
        group: 'I',
        leads: ['Phòng GDTrH'],
        deadline: 'Quý IV',
        due_on: '2026-12-31',
        status: 'in_progress',
        percent: 66,
        work: { total: 3, completed: 2, overdue: 1 },
      },
    ],
    difficulties: [{ text: 'Thiếu máy quét', count: 2, units: both, more: ['Cả trường có một chiếc'] }],
    material: [{ section: 'ton-tai', items: [said] }],
    main: [],
    units: [],
    ...over,
  }
}

export function makeRegime(over: Partial<Regime> = {}): Regime {
  const who = [{ unit: department, audience: null, printed_name: 'Văn phòng Sở' }]
  return {
    id: 'regime-1',
    version: 2,
    unit: department,
    plan_id: 'plan-1',
    title: 'Báo cáo quý',
    cadence: 'quarter',
    first_on: '2026-01-01',
    last_on: '2026-12-31',
    opens_days: 15,
    closes_days: 30,
    steps: [{ who, to: [], due: null, due_text: 'Hàng quý', cutoff: null, outline: [] }],
    waits_for: 'due',
    may: ['change', 'open'],
    updated_at: MOMENT,
    ...over,
  }
}
