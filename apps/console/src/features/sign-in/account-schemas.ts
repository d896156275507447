import { z } from 'zod';

/** What the forms outside ask for; the words of each message key stand in messages/fields. */
export const emailField = z.string().trim().pipe(z.email('email.invalid').max(200, 'email.invalid'));
export const passwordField = z.string().min(10, 'password.short').max(128, 'password.long');
export const personNameField = z.string().trim().min(1, 'person.name.empty').max(100, 'person.name.long');

export const signUpForm = z.object({
  company: z.string().trim().min(1, 'company.name.empty').max(100, 'company.name.long'),
  name: personNameField,
  email: emailField,
  password: passwordField,
});
export type SignUpForm = z.infer<typeof signUpForm>;

export const signInForm = z.object({ email: emailField, password: z.string().min(1, 'password.empty') });
export type SignInForm = z.infer<typeof signInForm>;

export const askResetForm = z.object({ email: emailField });
export type AskResetForm = z.infer<typeof askResetForm>;

export const finishResetForm = z.object({ password: passwordField });
export type FinishResetForm = z.infer<typeof finishResetForm>;

export const invitationForm = z.object({
  name: personNameField,
  surname: z.string().trim().max(100, 'person.name.long'),
  password: passwordField,
});
export type InvitationForm = z.infer<typeof invitationForm>;
