// A password, PIN, pass or code in the chat is seen for what it is, in any language; what only looks like one is not.
import { describe, expect, it } from 'vitest'
import { understand } from '../../bot/trouble/understand.ts'

const secrets = [
  'my password is sunshine',
  'my password is Winter2024!',
  'Hunter2! is my password',
  'password = hunter2',
  'password Berlin1989 stopped working',
  'pass: K7#mQ2pX',
  'K7#mQ2pX',
  'here it is:\nk7mQ2pXw\nthanks',
  '482913',
  '482 913',
  '482-913',
  'the code is 482913',
  'ok its 77310944',
  'the text said 559201',
  'PIN 4711',
  'my pin is 4711',
  'user jdoe pw Tr0ub4dor&3',
  'my temporary access pass is 7hK$mm2Q and it says expired',
  '<at>Unlock</at> my password is <b>Winter2024!</b>',
  'ｍｙ ｐａｓｓｗｏｒｄ ｉｓ Ｗｉｎｔｅｒ２０２４',
  'mein Passwort lautet Sommer2024!',
  'mot de passe : Soleil99',
  'mi contraseña es Verano2024',
  'minha senha é Verao2024',
  'passordet mitt er Sommer2024',
  'パスワードはabc12345です',
  'Il mio pin è 5580',
  'hasło: Miedz!Luna7',
  '密码：Tong!Yue7',
  'كلمة المرور: Nuhas!Qamar7',
  'mijn wachtwoord is Zomer2024!',
  'can I send you my password?',
  'I can send a photo of the code',
  'want me to paste my PIN here?',
  '9XtB-4rLm-88Qd',
  'they wrote 9XtB-4rLm-88Qd on my letter',
  'ok here it comes, 8, 4, 4, 9, 0, 1',
  '4-8-2-9-1-3',
]

const harmless = [
  '53003',
  '500121',
  'AADSTS50076',
  'AADSTS500121',
  'error code 0x80070005',
  'the code is 53003',
  'error 80180014',
  '17.4',
  'Authenticator 6.8.37',
  'my phone number is +47 22 33 44 55',
  'call me on 22334455',
  'ticket 1234567',
  'INC0012345',
  'DESKTOP-AB12CD3',
  'SM-G991B',
  'serial ABCD1-EFG2H-IJKL3',
  'I did 1, 2, 3, 4, 5, 6 and it is still not there',
  'call 4 7 9 2 1 1 3 on the desk phone',
  'iPhone15Pro',
  'Windows11Pro23H2',
  'jane.doe1@contoso.com',
  'https://aka.ms/mysecurityinfo',
  '3f2504e0-4f89-11d3-9a0c-0305e82c3301',
  'what is my password for?',
  'do I need a code?',
  'is the PIN 6 digits?',
  'my password is expired',
  'my password is not working',
  'the code is not working',
  'the pass is only valid until 2026-11-20',
  'mein Passwort ist abgelaufen',
  'where do I type the pass',
  'tap 2 times on the key',
]

describe('a secret', () => {
  it.each(secrets)('is seen in: %s', (text) => expect(understand(text).intent).toBe('secret_shared'))
  it.each(harmless)('is not seen in: %s', (text) => expect(understand(text).intent).not.toBe('secret_shared'))

  it('is seen far down in a long message', () => {
    expect(understand(`${'I did all of that and it does not work. '.repeat(300)} my password is Winter2024!`).intent).toBe('secret_shared')
  })
})
