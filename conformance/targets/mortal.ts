import { DeviceLost } from '../driver/device-lost.ts'

/**
 * An engine that can die: what one of its methods throws is the end of a device, and a verdict on it, where it would be a fault of
 * ours and the end of the whole check. `died` is told once, and whoever keeps engines must not keep that one.
 */
export function mortal<Engine extends object>(engine: Engine, died: () => void): Engine {
  const methods = new Map<string | symbol, (...given: readonly unknown[]) => unknown>()
  const guarded = (name: string | symbol, method: (...given: readonly unknown[]) => unknown) => {
    const call = (...given: readonly unknown[]): unknown => {
      try {
        return Reflect.apply(method, engine, given)
      } catch (error) {
        died()
        const words = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
        throw new DeviceLost('dies', `the engine threw in ${String(name)}: ${words}`, '')
      }
    }
    methods.set(name, call)
    return call
  }
  return new Proxy(engine, {
    get(_, name) {
      const known = methods.get(name)
      if (known !== undefined) return known
      const value: unknown = Reflect.get(engine, name)
      return isMethod(value) ? guarded(name, value) : value
    },
  })
}

const isMethod = (value: unknown): value is (...given: readonly unknown[]) => unknown => typeof value === 'function'
