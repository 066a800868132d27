/**
 * A machine made up to try the kernel on: a kiosk with windows. Customers order at a window and are served at the price in force;
 * the owner changes the price by a letter that takes effect at a hidden moment and is then confirmed; who
 * only looked in has left by then.
 */
import { edit } from './edit.ts'
import type { Lane, Machine, Obligation, Refusal } from './machine.ts'
import { allow, type Fault, judge, owe, refusal, restless } from './step.ts'

/** Everything that happens at the kiosk. */
export type KioskAction =
  /** Somebody orders, and must be served. */
  | { readonly kind: 'driver.orders'; readonly window: number }
  /** Somebody looks in, and may be served. */
  | { readonly kind: 'driver.looks'; readonly window: number }
  /** A letter with a new price; after a rude one the kiosk should not serve, and may. */
  | { readonly kind: 'driver.writes'; readonly letter: string; readonly price: number; readonly rude?: boolean }
  /** Asks for silence: the kiosk should not serve, and may. */
  | { readonly kind: 'driver.hushes'; readonly on: boolean }
  /** Closes a window: who is there goes, and nobody is served there any more. */
  | { readonly kind: 'driver.closes'; readonly window: number }
  | { readonly kind: 'device.serves'; readonly window: number; readonly price: number }
  | { readonly kind: 'device.reads'; readonly letter: string }
  | { readonly kind: 'device.confirms'; readonly letter: string }
  | { readonly kind: 'device.rests' }

interface Letter {
  readonly letter: string
  readonly price: number
  readonly rude: boolean
  readonly read: boolean
}

/** The kiosk. */
export interface KioskState {
  /** How letters are read: in order, or in any order. */
  readonly reading: 'in order' | 'in any order'
  readonly price: number
  readonly cross: boolean
  readonly hushed: boolean
  readonly orders: readonly number[]
  readonly looks: readonly number[]
  readonly letters: readonly Letter[]
}

const WINDOWS = 3

function hidden(state: KioskState): readonly KioskAction[] {
  const unread = state.letters.filter(({ read }) => !read)
  const next = state.reading === 'in order' ? unread.slice(0, 1) : unread
  return next.map(({ letter }) => ({ kind: 'device.reads', letter }))
}

function owed(state: KioskState): readonly Obligation[] {
  return [
    ...state.orders.map((window) => owe('house.frame.lost', `the order at window ${window} is not served`)),
    ...state.letters.map(({ letter }) => owe('house.chain.lost', `letter ${letter} is not confirmed`)),
  ]
}

const breach = (clause: 'house.frame.foreign' | 'house.control.effect' | 'house.control.ack', because: string): Fault =>
  refusal('device', [clause], because)

function faultsOfServing(state: KioskState, window: number, price: number): readonly Fault[] {
  const wanted = state.orders.includes(window) || state.looks.includes(window)
  return [
    ...(wanted ? [] : [breach('house.frame.foreign', `nobody is at window ${window}`)]),
    ...(price === state.price ? [] : [breach('house.control.effect', `the price is ${state.price}, not ${price}`)]),
  ]
}

function faults(state: KioskState, act: KioskAction): readonly Fault[] {
  if (act.kind === 'driver.orders') {
    return act.window < WINDOWS ? [] : [refusal('driver', ['net.vq.def.1'], `there is no window ${act.window}`)]
  }
  if (act.kind === 'device.serves') return faultsOfServing(state, act.window, act.price)
  if (act.kind === 'device.reads') {
    const may = hidden(state).some((other) => other.kind === 'device.reads' && other.letter === act.letter)
    return may ? [] : [breach('house.control.ack', `letter ${act.letter} is not the next`)]
  }
  if (act.kind === 'device.confirms') {
    const read = state.letters.some(({ letter, read }) => read && letter === act.letter)
    return read ? [] : [breach('house.control.ack', `letter ${act.letter} is confirmed and was not read`)]
  }
  const [first, ...others] = act.kind === 'device.rests' ? owed(state) : []
  return first === undefined ? [] : [restless([first, ...others])]
}

/** The window without one customer: who ordered goes first. */
function served(state: KioskState, window: number): KioskState {
  const queue = state.orders.includes(window) ? 'orders' : 'looks'
  const at = state[queue].indexOf(window)
  return { ...state, [queue]: state[queue].filter((_, index) => index !== at) }
}

function effect(state: KioskState, act: KioskAction): KioskState {
  if (act.kind === 'driver.orders') return { ...state, orders: [...state.orders, act.window] }
  if (act.kind === 'driver.looks') return { ...state, looks: [...state.looks, act.window] }
  if (act.kind === 'driver.hushes') return { ...state, hushed: act.on }
  if (act.kind === 'driver.closes') {
    const elsewhere = (window: number) => window !== act.window
    return { ...state, orders: state.orders.filter(elsewhere), looks: state.looks.filter(elsewhere) }
  }
  if (act.kind === 'driver.writes') {
    const { letter, price, rude = false } = act
    return { ...state, letters: [...state.letters, { letter, price, rude, read: false }] }
  }
  if (act.kind === 'device.serves') return served(state, act.window)
  if (act.kind === 'device.rests') return { ...state, orders: [], letters: [] }
  const index = state.letters.findIndex(({ letter }) => letter === act.letter)
  if (act.kind === 'device.confirms') {
    return { ...state, looks: [], letters: state.letters.filter((_, at) => at !== index) }
  }
  const read = state.letters[index]
  if (read === undefined) return state
  return edit({ ...state, price: read.price, cross: state.cross || read.rude }, (draft) => {
    draft.letters[index] = { ...read, read: true }
  })
}

/** What should not have been done, though it may be. */
function advice(state: KioskState, act: KioskAction): readonly Refusal[] {
  if (act.kind !== 'device.serves' || !(state.hushed || state.cross)) return []
  return [refusal('device', ['split.notify.device.2'], `window ${act.window} is served in spite of all`)]
}

function lane(act: KioskAction): Lane {
  if (act.kind === 'device.serves') return { name: `window ${act.window}`, late: false }
  return { name: 'owner', late: true }
}

function enabled(state: KioskState): readonly KioskAction[] {
  const windows = [...new Set([...state.orders, ...state.looks])]
  return [
    ...hidden(state),
    ...windows.map((window): KioskAction => ({ kind: 'device.serves', window, price: state.price })),
    ...state.letters.flatMap(({ letter, read }): KioskAction[] => (read ? [{ kind: 'device.confirms', letter }] : [])),
    ...(owed(state).length === 0 ? [{ kind: 'device.rests' } as const] : []),
  ]
}

/** The kiosk, selling at 1. */
export const kiosk: Machine<KioskState['reading'], KioskState, KioskAction> = {
  name: 'kiosk',
  initial: (reading) => ({ reading, price: 1, cross: false, hushed: false, orders: [], looks: [], letters: [] }),
  step: (state, act) => {
    const judged = judge(faults(state, act), () => effect(state, act))
    return judged.ok ? allow(judged.state, advice(state, act)) : judged
  },
  effect,
  enabled,
  hidden,
  owed,
  lane,
  ends: ({ kind }) => kind === 'driver.closes',
}
