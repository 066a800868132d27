/** Settings of a QEMU target, as `--option KEY=VALUE` gives them. */
export interface QemuOptions {
  /** QEMU's binary: a path, or a name in PATH. */
  readonly qemu: string
  /** Queue pairs, where a tap can be had. */
  readonly pairs: number
  /** Entries of the largest receive ring: 256, 512 or 1024. */
  readonly queueSize: number
  /** More properties of the device, `NAME=VALUE` with commas between. */
  readonly device: string
  /** The limit of every wait in milliseconds. */
  readonly limit: number
}

/** The settings where none are given. */
export const defaultOptions: QemuOptions = {
  qemu: 'qemu-system-x86_64',
  pairs: 4,
  queueSize: 256,
  device: '',
  limit: 5000,
}

type Parser<Value> = (text: string) => Value | undefined

const whole =
  (least: number, most: number): Parser<number> =>
  (text) => {
    const value = Number(text)
    return /^\d+$/.test(text) && value >= least && value <= most ? value : undefined
  }
const oneOf =
  (...values: readonly number[]): Parser<number> =>
  (text) =>
    values.find((value) => String(value) === text)

/** Each setting by the key it has outside: its name here, how it is read, and what is right. */
const settings = {
  qemu: { name: 'qemu', read: (text: string) => text || undefined, right: 'a path or a name in PATH' },
  pairs: { name: 'pairs', read: whole(1, 256), right: 'a whole number from 1 to 256' },
  'queue-size': { name: 'queueSize', read: oneOf(256, 512, 1024), right: '256, 512 or 1024' },
  device: { name: 'device', read: (text: string) => text, right: 'properties with commas between' },
  limit: { name: 'limit', read: whole(10, 3_600_000), right: 'milliseconds from 10 to 3600000' },
} as const

/** Reads settings given as text; returns in one line what is wrong. */
export function readOptions(given: Readonly<Record<string, string>>): QemuOptions | string {
  let options = defaultOptions
  for (const [key, text] of Object.entries(given)) {
    if (!isSetting(key)) return `unknown option ${key}: this target has ${Object.keys(settings).join(', ')}`
    const { name, read, right } = settings[key]
    const value = read(text)
    if (value === undefined) return `option ${key}=${text}: must be ${right}`
    options = { ...options, [name]: value }
  }
  return options
}

const isSetting = (key: string): key is keyof typeof settings => Object.hasOwn(settings, key)
