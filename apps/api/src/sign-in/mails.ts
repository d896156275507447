import type { Mail } from './mailer.ts';

type Language = 'en' | 'ru';

/** The mails of signing up, signing in and being invited, in the reader's language. */
export function confirmMail(language: Language, to: string, link: string): Mail {
  return language === 'ru'
    ? {
        to,
        link,
        button: 'Подтвердить адрес',
        subject: 'Подтвердите адрес для Switchboard',
        text: 'Остался один шаг: подтвердите, что этот адрес ваш, — и ваша открытая линия готова.\n\nСсылка действует один час. Если вы не регистрировались, просто удалите это письмо.',
      }
    : {
        to,
        link,
        button: 'Confirm address',
        subject: 'Confirm your address for Switchboard',
        text: 'One step is left: confirm that this address is yours, and your open line is ready.\n\nThe link works for one hour. If you did not sign up, just delete this mail.',
      };
}

export function resetMail(language: Language, to: string, link: string): Mail {
  return language === 'ru'
    ? {
        to,
        link,
        button: 'Задать новый пароль',
        subject: 'Новый пароль для Switchboard',
        text: 'Кто-то, вероятно вы, попросил задать новый пароль для этого адреса.\n\nСсылка действует один час. Если это были не вы, ничего не делайте: старый пароль остаётся в силе.',
      }
    : {
        to,
        link,
        button: 'Set a new password',
        subject: 'A new password for Switchboard',
        text: 'Somebody, probably you, asked to set a new password for this address.\n\nThe link works for one hour. If it was not you, do nothing: the old password stays.',
      };
}

export function existsMail(language: Language, to: string, link: string): Mail {
  return language === 'ru'
    ? {
        to,
        link,
        button: 'Войти',
        subject: 'У вас уже есть Switchboard',
        text: 'Кто-то, вероятно вы, пытался зарегистрироваться с этим адресом, но он уже зарегистрирован.\n\nВойдите с вашим паролем или задайте новый на странице входа.',
      }
    : {
        to,
        link,
        button: 'Sign in',
        subject: 'You already have Switchboard',
        text: 'Somebody, probably you, tried to sign up with this address, but it is signed up already.\n\nSign in with your password, or set a new one from the sign-in page.',
      };
}

export function invitationMail(language: Language, to: string, link: string, inviter: string, company: string): Mail {
  return language === 'ru'
    ? {
        to,
        link,
        button: 'Принять приглашение',
        subject: `${company} приглашает вас в Switchboard`,
        text: `${inviter} приглашает вас отвечать клиентам компании «${company}» в Switchboard.\n\nПриглашение действует семь дней.`,
      }
    : {
        to,
        link,
        button: 'Accept the invitation',
        subject: `${company} invites you to Switchboard`,
        text: `${inviter} invites you to answer the clients of ${company} in Switchboard.\n\nThe invitation works for seven days.`,
      };
}

export function secondFactorResetMail(language: Language, to: string, link: string): Mail {
  return language === 'ru'
    ? {
        to,
        link,
        button: 'Открыть настройки',
        subject: 'Ваш второй фактор сброшен',
        text: 'Администратор сбросил ваш второй фактор в Switchboard: пока для входа достаточно пароля.\n\nЕсли вы об этом не просили, сразу сообщите администратору и смените пароль. Новый второй фактор включается в вашем профиле.',
      }
    : {
        to,
        link,
        button: 'Open the settings',
        subject: 'Your second factor was reset',
        text: 'An administrator reset your second factor for Switchboard: for now your password alone signs you in.\n\nIf you did not ask for it, tell an administrator at once and change your password. A new second factor is set up in your profile.',
      };
}
