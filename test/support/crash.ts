// Loaded before the bot where it is to die of a bug at the worst moment: with a token and the code of a pass in the text of an error that
// nobody catches. A signal says when.
const ask = globalThis.fetch
let dying = false
process.on('SIGUSR2', () => {
  dying = true
})

globalThis.fetch = async (to, options) => {
  const answer = await ask(to, options)
  if (dying && options?.method === 'POST' && String(to).includes('temporaryAccessPassMethods')) {
    const text = await answer.clone().text()
    const headers = JSON.stringify([...new Headers(options.headers)])
    setImmediate(() => {
      throw new Error(`a bug: ${headers} ${text}`, { cause: { headers, text } })
    })
  }
  return answer
}
