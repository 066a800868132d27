/** Every machine, with the tiny scopes in which all its histories are gone through. */
import { type KioskAction, kiosk } from '../model/kernel/kiosk.fixture.ts'
import { netScopes } from './tiny-net.fixture.ts'
import { pciScopes } from './tiny-pci.fixture.ts'
import { type Exploration, exploration } from './tiny-scope.fixture.ts'
import { tunScopes } from './tiny-tun.fixture.ts'

const order = (window: number): readonly KioskAction[] => [{ kind: 'driver.orders', window }]
const letter = (name: string, price: number): readonly KioskAction[] => [{ kind: 'driver.writes', letter: name, price }]

const served = [0, 1].flatMap((window) =>
  [1, 2, 3].map((price): KioskAction => ({ kind: 'device.serves', window, price })),
)
const letters = ['a', 'b'].flatMap((name): readonly KioskAction[] => [
  { kind: 'device.reads', letter: name },
  { kind: 'device.confirms', letter: name },
])

const kioskScope = exploration({
  machine: kiosk,
  says: 'three orders at two windows, two letters',
  start: () => kiosk.initial('in order'),
  plan: [
    [order(0), order(1), order(0)],
    [letter('a', 2), letter('b', 3)],
  ],
  attempts: () => [...order(0), ...order(9), ...letter('c', 4), ...served, ...letters, { kind: 'device.rests' }],
  choice: (_, act) => JSON.stringify(act),
})

/** By the name under which the model exports it. Negotiation is a part of the network device. */
export const tinyMachines: Readonly<Record<string, readonly Exploration[]>> = {
  kiosk: [kioskScope],
  netDevice: netScopes,
  pciFunction: pciScopes,
  tunDevice: tunScopes,
}
