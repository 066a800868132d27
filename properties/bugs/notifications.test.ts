import { areKilled } from '../judged.fixture.ts'
import { notifications } from '../notifications.ts'
import { notificationBugs } from './notifications.ts'

areKilled(notificationBugs, notifications)
