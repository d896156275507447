import { describe, expect, it } from 'vitest';
import {
  frameFromWidget,
  frameToWidget,
  liveChatConfig,
  liveChatError,
  liveChatMessage,
  longestText,
  visitorMessage,
  visitorRequest,
} from './protocol.ts';

const id = '0197c0de-0000-7000-8000-000000000001';
const page = { url: 'https://shop.example/cart?step=2', title: 'Cart' };
const message = {
  number: 1,
  id,
  from: 'operator',
  sender: { name: 'Anna', position: '', photo: '' },
  text: 'Hi',
  at: 1,
};

describe('what the widget sends', () => {
  it.each([
    ['a message', { id, text: 'Hello', page }, true],
    ['a message from no page', { id, text: 'Hello', page: null }, true],
    ['the longest message', { id, text: 'x'.repeat(longestText), page: null }, true],
    ['a message that is too long', { id, text: 'x'.repeat(longestText + 1), page: null }, false],
    ['an empty message', { id, text: '', page: null }, false],
    ['a message of whitespace', { id, text: ' \n\t ', page: null }, false],
    ['a message whose id is no uuid', { id: '1', text: 'Hello', page: null }, false],
    ['a message that does not say its page', { id, text: 'Hello' }, false],
    ['a page that is no address', { id, text: 'Hello', page: { url: 'cart', title: '' } }, false],
    ['a page whose title is too long', { id, text: 'Hello', page: { ...page, title: 'x'.repeat(301) } }, false],
  ])('%s', (_, body, accepted) => {
    expect(visitorMessage.safeParse(body).success).toBe(accepted);
  });

  it('is stored without the whitespace around it', () => {
    expect(visitorMessage.parse({ id, text: '  Hello\n', page: null }).text).toBe('Hello');
  });

  it.each([
    ['a visitor on a page', { page, language: 'ru-RU' }, true],
    ['a visitor of the public page', { page: null, language: 'en' }, true],
    ['a language that is none', { page: null, language: 'x'.repeat(36) }, false],
    ['no language', { page: null }, false],
  ])('as a visitor: %s', (_, body, accepted) => {
    expect(visitorRequest.safeParse(body).success).toBe(accepted);
  });

  it.each([
    ['the first hello', { frame: 'hello', token: 't', after: 0 }, true],
    ['a hello after a loss', { frame: 'hello', token: 't', after: 41 }, true],
    ['a cursor below the beginning', { frame: 'hello', token: 't', after: -1 }, false],
    ['a cursor between two messages', { frame: 'hello', token: 't', after: 1.5 }, false],
    ['a token that is too long', { frame: 'hello', token: 'x'.repeat(1001), after: 0 }, false],
    ['a wish for earlier messages', { frame: 'get-earlier', before: 12 }, true],
    ['a wish for what is before the beginning', { frame: 'get-earlier', before: 0 }, false],
    ['what was seen', { frame: 'seen', number: 3 }, true],
    ['a ping', { frame: 'ping' }, true],
    ['a frame of the other side', { frame: 'pong' }, false],
    ['no frame', {}, false],
  ])('as a frame: %s', (_, frame, accepted) => {
    expect(frameFromWidget.safeParse(frame).success).toBe(accepted);
  });
});

describe('what the widget is told', () => {
  it.each([
    ['a message of an operator', message, true],
    ['a message of the visitor with his own id', { ...message, from: 'visitor', clientId: id, sender: null }, true],
    ['a message of the line', { ...message, from: 'line', sender: null }, true],
    ['a message of a colleague', { ...message, from: 'note' }, false],
    ['a message without a number', { ...message, number: undefined }, false],
  ])('%s', (_, body, accepted) => {
    expect(liveChatMessage.safeParse(body).success).toBe(accepted);
  });

  const standing = { state: 'with-operator', operator: { name: 'Anna', position: 'Support', photo: '' }, rating: null };
  it.each([
    ['a welcome', { frame: 'welcome', standing, hasEarlier: true, seen: 4 }, true],
    [
      'a welcome where nothing was said yet',
      { frame: 'welcome', standing: { state: 'none', operator: null, rating: null }, hasEarlier: false, seen: 0 },
      true,
    ],
    [
      'a state the widget does not know',
      { frame: 'standing', standing: { state: 'held', operator: null, rating: null } },
      false,
    ],
    ['messages', { frame: 'messages', messages: [message] }, true],
    [
      'as many messages as a frame holds',
      { frame: 'messages', messages: Array.from({ length: 50 }, () => message) },
      true,
    ],
    [
      'more messages than a frame holds',
      { frame: 'messages', messages: Array.from({ length: 51 }, () => message) },
      false,
    ],
    ['earlier messages', { frame: 'earlier', messages: [], hasEarlier: false }, true],
    ['a pong', { frame: 'pong' }, true],
    ['an error', { frame: 'error', error: { error: 'bad-token', message: 'ask for another' } }, true],
  ])('as a frame: %s', (_, frame, accepted) => {
    expect(frameToWidget.safeParse(frame).success).toBe(accepted);
  });

  it('starts in a language the widget has', () => {
    expect(liveChatConfig.safeParse({ title: 'Shop', language: 'ru', open: true, asks: null }).success).toBe(true);
    expect(liveChatConfig.safeParse({ title: 'Shop', language: 'de', open: true, asks: null }).success).toBe(false);
  });

  it('names its refusals', () => {
    expect(liveChatError.safeParse({ error: 'closed', message: '' }).success).toBe(true);
    expect(liveChatError.safeParse({ error: 'sorry', message: '' }).success).toBe(false);
  });
});
