// The one function of qrcode that we call; its own types need those of the DOM.
declare module 'qrcode' {
  export function toDataURL(text: string, options: { margin: number; width: number }): Promise<string>
}
