import { Injectable } from '@nestjs/common';
import { Database } from '@switchboard/db';
import { betterAuth } from 'better-auth';
import { createEmailVerificationToken } from 'better-auth/api';
import { twoFactor } from 'better-auth/plugins';

import { Config } from '../platform/config.ts';
import { Unavailable } from '../platform/outage.ts';
import { Seal } from '../platform/seal.ts';
import { Mailer } from './mailer.ts';
import { confirmMail, existsMail, resetMail } from './mails.ts';

/** How long a link to confirm an address is good, in seconds. */
const confirmSeconds = 3_600;

/** Accounts, passwords and sessions, by better-auth over the directory schema. Its own routes are not published. */
@Injectable()
export class Auth {
  readonly provider;
  readonly #origin: string;

  constructor(db: Database, config: Config, seal: Seal, mailer: Mailer) {
    const { API_URL, CONSOLE_URL, COOKIE_DOMAIN, SIGN_INS } = config.values;
    this.#origin = CONSOLE_URL;
    const secret = seal.derive('sign-in', 'session');
    const confirming = async (user: { email: string }, token: string): Promise<void> =>
      mailer.send(
        confirmMail(languageOf(user), user.email, `${CONSOLE_URL}/confirm?token=${encodeURIComponent(token)}`),
      );
    this.provider = betterAuth({
      appName: 'Switchboard',
      baseURL: API_URL,
      basePath: '/auth',
      secret,
      trustedOrigins: [CONSOLE_URL],
      database: db.signInPool,
      emailAndPassword: {
        enabled: true,
        requireEmailVerification: true,
        minPasswordLength: 10,
        maxPasswordLength: 128,
        revokeSessionsOnPasswordReset: true,
        resetPasswordTokenExpiresIn: 3_600,
        sendResetPassword: async ({ user, token }) =>
          mailer.send(
            resetMail(languageOf(user), user.email, `${CONSOLE_URL}/reset?token=${encodeURIComponent(token)}`),
          ),
        onExistingUserSignUp: async ({ user }) =>
          user.emailVerified
            ? mailer.send(existsMail(languageOf(user), user.email, `${CONSOLE_URL}/sign-in`))
            : confirming(user, await createEmailVerificationToken(secret, user.email, undefined, confirmSeconds)),
      },
      emailVerification: {
        sendOnSignUp: true,
        autoSignInAfterVerification: true,
        expiresIn: confirmSeconds,
        sendVerificationEmail: async ({ user, token }) => confirming(user, token),
      },
      user: { additionalFields: { language: { type: 'string', required: false, input: true } } },
      session: { expiresIn: 30 * 86_400, updateAge: 86_400, cookieCache: { enabled: false } },
      rateLimit: {
        enabled: true,
        storage: 'database',
        window: 60,
        max: 100,
        customRules: {
          '/sign-in/email': { window: 60, max: SIGN_INS },
          '/sign-up/email': { window: 60, max: 10 },
          '/request-password-reset': { window: 60, max: 5 },
          '/send-verification-email': { window: 60, max: 5 },
          '/two-factor/*': { window: 60, max: 20 },
        },
      },
      // Ten codes in vain lock the second step of an account for a quarter of an hour, wherever they come from.
      plugins: [twoFactor({ issuer: 'Switchboard', trustDeviceMaxAge: 30 * 86_400 })],
      advanced: {
        cookiePrefix: 'switchboard',
        useSecureCookies: API_URL.startsWith('https:'),
        ipAddress: { ipAddressHeaders: ['x-caller'] },
        ...(COOKIE_DOMAIN ? { crossSubDomainCookies: { enabled: true, domain: COOKIE_DOMAIN } } : {}),
        database: { generateId: () => crypto.randomUUID() },
      },
      telemetry: { enabled: false },
    });
  }

  /** Calls one of the provider's endpoints as a browser at `ip` would, its rate limits included. Throws `Unavailable`. */
  async call(
    method: 'GET' | 'POST',
    path: string,
    caller: { ip: string; cookie: string },
    body?: object,
  ): Promise<{ status: number; body: unknown; cookies: string[] }> {
    const answer = await this.provider.handler(
      new Request(`${this.provider.options.baseURL}/auth${path}`, {
        method,
        headers: {
          origin: this.#origin,
          'x-caller': caller.ip,
          ...(caller.cookie ? { cookie: caller.cookie } : {}),
          ...(body ? { 'content-type': 'application/json' } : {}),
        },
        ...(body ? { body: JSON.stringify(body) } : {}),
      }),
    );
    if (answer.status >= 500) throw new Unavailable('Signing in is not possible now');
    const text = await answer.text();
    let read: unknown = null;
    try {
      read = text ? JSON.parse(text) : null;
    } catch {
      read = null;
    }
    return { status: answer.status, body: read, cookies: answer.headers.getSetCookie() };
  }

  /** The account signed in by this cookie, or null. */
  async user(
    cookie: string,
  ): Promise<{ userId: string; sessionId: string; expiresAt: number; secondFactor: boolean } | null> {
    if (!cookie.includes('switchboard.')) return null;
    const found = await this.provider.api.getSession({
      headers: new Headers({ cookie }),
      query: { disableRefresh: false },
    });
    return found
      ? {
          userId: found.user.id,
          sessionId: found.session.id,
          expiresAt: found.session.expiresAt.getTime(),
          secondFactor: found.user.twoFactorEnabled === true,
        }
      : null;
  }

  /** Makes an account whose address is known to be good: an invitation's, or the seed's. */
  async createConfirmed(account: { email: string; name: string; password: string; language: string }): Promise<string> {
    const context = await this.provider.$context;
    const user = await context.internalAdapter.createUser(
      { email: account.email, name: account.name, emailVerified: true, language: account.language },
      { method: 'email-password' },
    );
    await context.internalAdapter.linkAccount({
      userId: user.id,
      providerId: 'credential',
      accountId: user.id,
      password: await context.password.hash(account.password),
    });
    return user.id;
  }

  /**
   * Gives an account its password anew and takes its address for good: whoever held it before has no way in. With
   * `secondFactor: 'kept'` the account was his already, and whoever reads his mail needs it still.
   */
  async takeOver(
    userId: string,
    account: { name: string; password: string; language: string },
    secondFactor: 'dropped' | 'kept' = 'dropped',
  ): Promise<void> {
    const context = await this.provider.$context;
    const password = await context.password.hash(account.password);
    await context.internalAdapter.deleteUserSessions(userId);
    if (secondFactor === 'dropped') await this.dropSecondFactor(userId);
    if (await context.internalAdapter.findCredentialAccount(userId))
      await context.internalAdapter.updatePassword(userId, password);
    else await context.internalAdapter.linkAccount({ userId, providerId: 'credential', accountId: userId, password });
    await context.internalAdapter.updateUser(userId, {
      name: account.name,
      language: account.language,
      emailVerified: true,
    });
  }

  /** From now on the password alone is enough; devices that were trusted are asked again once there is another one. */
  async dropSecondFactor(userId: string): Promise<void> {
    const context = await this.provider.$context;
    await this.forgetDevices(userId);
    await context.adapter.deleteMany({ model: 'twoFactor', where: [{ field: 'userId', value: userId }] });
    await context.internalAdapter.updateUser(userId, { twoFactorEnabled: false });
  }

  /** No device is trusted any more: each is asked for the second factor when it signs in next. */
  async forgetDevices(userId: string): Promise<void> {
    const context = await this.provider.$context;
    await context.adapter.deleteMany({
      model: 'verification',
      where: [
        { field: 'value', value: userId },
        { field: 'identifier', operator: 'starts_with', value: 'trust-device-' },
      ],
    });
  }
}

function languageOf(user: object): 'en' | 'ru' {
  return 'language' in user && user.language === 'ru' ? 'ru' : 'en';
}
