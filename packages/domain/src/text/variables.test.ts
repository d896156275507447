import { describe, expect, test } from 'vitest';

import {
  defaultTexts,
  languages,
  lineTexts,
  render,
  unknownVariables,
  variables,
  variablesFor,
  variablesIn,
  type LineText,
} from './index.ts';

test('every variable is filled in', () => {
  const values = Object.fromEntries(variables.map((variable) => [variable, `<${variable}>`]));
  const text = variables.map((variable) => `{${variable}}`).join(' and ');
  expect(render(text, values)).toBe(variables.map((variable) => `<${variable}>`).join(' and '));
});

describe('a text with a name', () => {
  test.each([
    ['says it', 'Hello, {client.name}!', 'Hello, Mia!'],
    ['says it as often as it is asked to', '{client.name}? {client.name}!', 'Mia? Mia!'],
  ])('%s', (_, text, sent) => expect(render(text, { 'client.name': 'Mia' })).toBe(sent));
});

describe('what is not known leaves no trace', () => {
  test.each([
    ['after a greeting', 'Hello, {client.name}!', 'Hello!'],
    ['after a greeting that goes on', 'Hello, {client.name}, how are you?', 'Hello, how are you?'],
    ['before a comma', 'Dear {client.name}, welcome', 'Dear, welcome'],
    ['between words', 'We, {operator.name} and all, are here', 'We and all, are here'],
    ['between spaces', 'Your operator {operator.name} answers', 'Your operator answers'],
    ['at the end', 'Thank you, {client.name}', 'Thank you'],
    ['before a full stop', 'See you on {date}.', 'See you on.'],
    ['at the beginning', '{client.name}, we are here', 'We are here'],
    ['at the beginning, in Russian', '{client.name}, мы на связи', 'Мы на связи'],
    ['at the beginning of a sentence', 'Thanks! {client.name}, we are here.', 'Thanks! We are here.'],
    ['at the beginning of a line', 'Thanks!\n{client.name}, we are here.', 'Thanks!\nWe are here.'],
    ['two in a row', 'Hello, {client.name} {client.name}!', 'Hello!'],
    ['two by a comma', 'From {operator.name}, {company.name}.', 'From.'],
    ['in brackets', 'Our operator ({operator.name}) answers', 'Our operator answers'],
    ['in quotation marks', 'Линия «{line.name}» на связи', 'Линия на связи'],
    ['after a number sign', 'Your dialog #{dialog.number} is closed', 'Your dialog is closed'],
    ['on a line of its own', 'Hello!\n{operator.name}\nWrite to us', 'Hello!\nWrite to us'],
    ['as a signature', 'Best wishes,\n— {operator.name}', 'Best wishes'],
    ['as the whole text', '{client.name}', ''],
    ['beside a word without a space', 'pre{client.name}post', 'prepost'],
    ['before a dash', 'Hello, {client.name} — we are here', 'Hello — we are here'],
  ])('%s', (_, text, sent) => expect(render(text, {})).toBe(sent));
});

test.each([
  ['null', null],
  ['blank', ' \n '],
  ['not given', undefined],
])('a value that is %s is not known', (_, name) => {
  expect(render('Hello, {client.name}!', name === undefined ? {} : { 'client.name': name })).toBe('Hello!');
});

describe('what is no variable stays as typed', () => {
  test.each([
    'Use {code} at checkout',
    'Hello, {clinet.name}!',
    '{ client.name }',
    '{Client.Name}',
    '{}',
    '{{',
    'two  spaces , and a comma',
    '  around  ',
    'const a = { b: 1 };',
  ])('%s', (text) => expect(render(text, { 'client.name': 'Mia' })).toBe(text));
});

test('a name is put in as it is: on one line, never read as a variable or a pattern', () => {
  expect(render('Hello, {client.name}!', { 'client.name': '{company.name} $& $1', 'company.name': 'Acme' })).toBe(
    'Hello, {company.name} $& $1!',
  );
  expect(render('Hello, {client.name}!', { 'client.name': ' Mia\n\nBuy now ' })).toBe('Hello, Mia Buy now!');
});

test('the variables of a text are told once each, in the order of the text', () => {
  expect(variablesIn('{line.name}: {client.name}, {nobody}, {line.name}')).toEqual(['line.name', 'client.name']);
});

test('what is misspelt is told, once each', () => {
  expect(unknownVariables('{clinet.name} {client.name} {Client.Name} {clinet.name} {} { a }')).toEqual([
    'clinet.name',
    'Client.Name',
  ]);
});

test('a text is offered only what can have a value in it', () => {
  expect(variablesFor('welcome')).not.toContain('operator.name');
  expect(variablesFor('closing')).toContain('operator.name');
  expect(lineTexts.filter((what) => variablesFor(what).includes('agreement.link'))).toEqual(['consent']);
});

describe.each(languages)('the default texts in %s', (language) => {
  const texts = defaultTexts[language];
  const said: [LineText, string][] = [
    ['welcome', texts.welcome],
    ['outside-hours', texts.outsideHours],
    ['no-answer', texts.noAnswer],
    ['closing', texts.closing],
    ['client-silent', texts.clientSilent],
    ['rate', texts.rating.liveChat.ask],
    ['rate', texts.rating.others.ask],
    ['thanks-good', texts.rating.liveChat.good],
    ['thanks-bad', texts.rating.liveChat.bad],
    ['thanks-good', texts.rating.others.good],
    ['thanks-bad', texts.rating.others.bad],
    ['consent', texts.consent],
  ];
  test.each(said)('%s names nothing that cannot be known: %s', (what, text) => {
    expect(unknownVariables(text)).toEqual([]);
    expect(variablesIn(text).filter((variable) => !variablesFor(what).includes(variable))).toEqual([]);
  });
  test.each(said)('%s reads well where nothing is known: %s', (_, text) => {
    expect(render(text, {})).toMatch(/^[A-ZА-Я].*[.!?]$/su);
    expect(render(text, {})).not.toMatch(/ {2}|,[,.!?]| [,.!?]|[{}\0]/);
  });
  test('the request outside live chat says what to send', () => {
    expect(texts.rating.others.ask).toMatch(/\b1\b.*\b0\b/s);
  });
  test('the consent text has the link', () => {
    expect(variablesIn(texts.consent)).toContain('agreement.link');
  });
});
