import { describe, expect, it } from 'vitest';

import { policy } from './content-policy.ts';

const places = {
  nonce: 'bm9uY2U=',
  api: 'https://api.example.com/base',
  live: 'wss://api.example.com',
  developing: false,
};

describe('the content policy', () => {
  it('never allows inline scripts, inline styles or eval', () => {
    expect(policy(places)).not.toMatch(/unsafe/);
  });

  it('lets the browser reach the API, its socket and its frames, by origin', () => {
    expect(policy(places)).toContain("connect-src 'self' https://api.example.com wss://api.example.com;");
    expect(policy(places)).toContain('frame-src https://api.example.com;');
  });

  it('lets nobody frame the console', () => {
    expect(policy(places)).toContain("frame-ancestors 'none'");
  });

  it('carries the nonce for scripts and styles', () => {
    expect(policy(places)).toMatch(/script-src [^;]*'nonce-bm9uY2U='/);
    expect(policy(places)).toMatch(/style-src [^;]*'nonce-bm9uY2U='/);
  });
});
