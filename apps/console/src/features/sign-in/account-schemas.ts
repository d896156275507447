import * as z from 'zod/mini';

/**
 * What the forms outside ask for; the words of each message key stand in messages/fields. Written with the small
 * edition of the schema library: these pages are the first that anybody loads.
 */
const name = (empty: string, long: string) => z.string().check(z.trim(), z.minLength(1, empty), z.maxLength(100, long));

const email = z.pipe(z.string().check(z.trim(), z.maxLength(200, 'email.invalid')), z.email('email.invalid'));
const password = z.string().check(z.minLength(10, 'password.short'), z.maxLength(128, 'password.long'));
const personName = name('person.name.empty', 'person.name.long');

export const signUpForm = z.object({
  company: name('company.name.empty', 'company.name.long'),
  name: personName,
  email,
  password,
});
export type SignUpForm = z.infer<typeof signUpForm>;

export const signInForm = z.object({ email, password: z.string().check(z.minLength(1, 'password.empty')) });
export type SignInForm = z.infer<typeof signInForm>;

export const askResetForm = z.object({ email });
export type AskResetForm = z.infer<typeof askResetForm>;

export const finishResetForm = z.object({ password });
export type FinishResetForm = z.infer<typeof finishResetForm>;

export const invitationForm = z.object({
  name: personName,
  surname: z.string().check(z.trim(), z.maxLength(100, 'person.name.long')),
  password,
});
export type InvitationForm = z.infer<typeof invitationForm>;
