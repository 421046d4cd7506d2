// More people than anybody can name: for waves that are as large as a real company's.
import { places, type Row } from './people.ts'

const phones = ['iphone-ios18', 'samsung-14', 'pixel-15', 'android-14'] as const
const homes = Object.keys(places) as Row['place'][]

/** `size` people in the group Crowd and no other; in every place, with every phone, signing in with push. */
export const crowd = (size: number): Row[] =>
  Array.from({ length: size }, (_, index) => ({
    name: nameOf(index),
    title: 'Employee',
    place: homes[index % homes.length] ?? 'Oslo',
    phone: phones[index % phones.length] ?? 'iphone-ios18',
    has: ['push'],
    story: 'one of many',
    in: ['crowd'],
    notIn: ['all-staff', 'wave-1'],
  }))

/** Letters only: mail addresses are made from names. */
function nameOf(index: number): string {
  const letters = [...index.toString(26).padStart(5, '0')].map((digit) => String.fromCharCode(97 + Number.parseInt(digit, 26))).join('')
  return `Crowd ${letters}`
}
