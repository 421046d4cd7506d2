// What happens in the sample company, as it happens. After a break everything is read again, as events may have been missed.

/** @typedef {import('../office-api.ts').OfficeEvent} OfficeEvent */

/**
 * @param {(event: OfficeEvent) => void} onEvent
 * @param {() => void} onReconnect
 */
export function live(onEvent, onReconnect) {
  const source = new EventSource('/office/events')
  const notice = document.getElementById('connection')
  let wasConnected = false
  source.onopen = () => {
    if (notice) notice.hidden = true
    if (wasConnected) onReconnect()
    wasConnected = true
  }
  source.onerror = () => {
    if (notice) {
      notice.textContent = 'The sample company does not answer. Trying again…'
      notice.hidden = false
    }
    // A browser gives up for good after some answers (a 502, a wrong type); start anew then.
    if (source.readyState === EventSource.CLOSED) setTimeout(() => live(onEvent, onReconnect), 2000)
  }
  source.onmessage = (message) => onEvent(JSON.parse(message.data))
}
