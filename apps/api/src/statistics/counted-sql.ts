import { bucketBounds, measures, type CountedFigure, type Measure } from '@switchboard/domain/statistics';

/** How much a row `s` of dialog_summary adds to each counted figure: `counted` of domain/statistics, as PostgreSQL says it. */
export const countedSql: Record<CountedFigure, string> = {
  dialogs: '1',
  incoming: `(s.direction = 'incoming')::int`,
  outgoing: `(s.direction = 'outgoing')::int`,
  newClients: 's.new_client::int',
  repeatedClients: `(s.direction = 'incoming' and not s.new_client)::int`,
  accepted: '(s.accepted_at is not null)::int',
  answered: '(s.first_answer_at is not null)::int',
  missed: 's.missed::int',
  unanswered: 's.unanswered::int',
  closed: '(s.closed_at is not null)::int',
  outsideHours: 's.outside_hours::int',
  withBot: 's.with_bot::int',
  transfers: 's.transfers',
  clientMessages: 's.client_messages',
  operatorMessages: 's.operator_messages',
  otherMessages: 's.other_messages',
  firstGoals: 's.first_goal::int',
  firstLate: 's.first_late::int',
  furtherAnswers: 's.further_answers',
  furtherTotal: 's.further_total',
  furtherGoals: 's.further_goals',
  furtherLate: 's.further_late',
  good: `(s.vote is not distinct from 'good')::int`,
  bad: `(s.vote is not distinct from 'bad')::int`,
  marked: '(s.stars is not null)::int',
  stars: 'coalesce(s.stars, 0)',
};

/** Each duration of a row `s` in seconds: `measured` of domain/statistics, as PostgreSQL says it. */
export const measuredSql: Record<Measure, string> = {
  toAccept: 's.to_accept',
  toFirstAnswer: 's.to_first_answer',
  toFirstAnswerWorking: 's.to_first_answer_working',
  furtherAverage: 's.further_total / nullif(s.further_answers, 0)',
  furtherLongest: 's.further_longest',
  handling: 's.handling',
  toClose: 's.to_close',
};

/** The column of a figure's or an act's name. */
export function columnOf(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Buckets as `width_bucket` takes them. */
const bounds = `'{${bucketBounds.join(',')}}'::int[]`;
/** The bucket of each duration of a summary `s`, as rows `m (measure, bucket)`; stars are their own buckets. */
export const spreadOfDialog = `(values ${[
  ...measures.map((measure) => `('${measure}', width_bucket(${measuredSql[measure]}, ${bounds}) - 1)`),
  `('stars', s.stars::int)`,
].join(', ')}) m(measure, bucket)`;
