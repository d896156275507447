import type { Currency } from '@switchboard/domain/crm';

const zones: Partial<Record<Currency, RegExp>> = {
  RUB: /^Europe\/(Moscow|Kaliningrad|Samara|Saratov|Ulyanovsk|Astrakhan|Volgograd|Kirov|Simferopol)$|^Asia\/(Yekaterinburg|Omsk|Novosibirsk|Barnaul|Tomsk|Novokuznetsk|Krasnoyarsk|Irkutsk|Chita|Yakutsk|Khandyga|Vladivostok|Ust-Nera|Magadan|Sakhalin|Srednekolymsk|Kamchatka|Anadyr)$/,
  KZT: /^Asia\/(Almaty|Astana|Qostanay|Aqtobe|Aqtau|Atyrau|Oral|Qyzylorda)$/,
  BYN: /^Europe\/Minsk$/,
  UZS: /^Asia\/(Tashkent|Samarkand)$/,
  KGS: /^Asia\/Bishkek$/,
  AMD: /^Asia\/Yerevan$/,
  AZN: /^Asia\/Baku$/,
  GEL: /^Asia\/Tbilisi$/,
  TJS: /^Asia\/Dushanbe$/,
  MDL: /^Europe\/Chisinau$/,
  UAH: /^Europe\/(Kyiv|Kiev)$/,
  GBP: /^Europe\/(London|Belfast|Jersey|Guernsey|Isle_of_Man)$/,
  CHF: /^Europe\/(Zurich|Vaduz)$/,
  PLN: /^Europe\/Warsaw$/,
  CZK: /^Europe\/Prague$/,
  TRY: /^Europe\/Istanbul$/,
  ILS: /^Asia\/Jerusalem$/,
  AED: /^Asia\/Dubai$/,
  CNY: /^Asia\/(Shanghai|Urumqi)$/,
  INR: /^Asia\/(Kolkata|Calcutta)$/,
  JPY: /^Asia\/Tokyo$/,
  EUR: /^Europe\//,
};

/** The currency that a company in this time zone most likely counts in. */
export function currencyOfZone(timeZone: string): Currency {
  const [found] = Object.entries(zones).find(([, names]) => names.test(timeZone)) ?? ['USD'];
  return found as Currency;
}
