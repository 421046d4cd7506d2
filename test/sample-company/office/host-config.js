// How Teams draws Adaptive Cards: sizes, spacing and its light and dark colours. The renderer reads this as its host config.

const light = {
  surface: '#FFFFFF',
  emphasis: '#F5F5F5',
  line: '#E0E0E0',
  text: '#242424',
  subtle: '#616161',
  accent: '#5B5FC7',
  good: '#0E700E',
  warning: '#8A5100',
  attention: '#B10E1C',
  goodBack: '#E7F2DA',
  warningBack: '#FBF3DB',
  attentionBack: '#FCE9EA',
  accentBack: '#E8EBFA',
}

const dark = {
  surface: '#292929',
  emphasis: '#1F1F1F',
  line: '#4D4D4D',
  text: '#FFFFFF',
  subtle: '#C8C8C8',
  accent: '#A6A7F0',
  good: '#92C353',
  warning: '#F8D22A',
  attention: '#F1707B',
  goodBack: '#1F3319',
  warningBack: '#3B3215',
  attentionBack: '#471F24',
  accentBack: '#2F2F4A',
}

const fontFamily = "'Segoe UI', -apple-system, BlinkMacSystemFont, 'Helvetica Neue', 'Noto Sans', 'Liberation Sans', Arial, sans-serif"
const sizes = {
  fontSizes: { small: 12, default: 14, medium: 16, large: 18, extraLarge: 24 },
  fontWeights: { lighter: 300, default: 400, bolder: 600 },
}

/** @param {string} colour @param {string} subtle */
const shade = (colour, subtle = colour) => ({
  default: colour,
  subtle,
  highlightColors: { default: '#22FFD54A', subtle: '#11FFD54A' },
})

/** @param {typeof light} colours @param {string} backgroundColor */
const containerStyle = (colours, backgroundColor) => ({
  backgroundColor,
  borderColor: colours.line,
  foregroundColors: {
    default: shade(colours.text, colours.subtle),
    dark: shade(colours.text, colours.subtle),
    light: shade(colours.subtle),
    accent: shade(colours.accent),
    good: shade(colours.good),
    warning: shade(colours.warning),
    attention: shade(colours.attention),
  },
})

/** @param {'light' | 'dark'} theme */
export function hostConfig(theme) {
  const colours = theme === 'dark' ? dark : light
  return {
    fontFamily,
    ...sizes,
    fontTypes: {
      default: { fontFamily, ...sizes },
      monospace: { fontFamily: "Consolas, 'Liberation Mono', 'DejaVu Sans Mono', monospace", ...sizes },
    },
    lineHeights: { small: 16, default: 20, medium: 22, large: 24, extraLarge: 32 },
    imageSizes: { small: 32, medium: 52, large: 100 },
    imageSet: { imageSize: 'medium', maxImageHeight: 100 },
    supportsInteractivity: true,
    choiceSetInputValueSeparator: ',',
    spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 },
    separator: { lineThickness: 1, lineColor: colours.line },
    textBlock: { headingLevel: 3 },
    containerStyles: {
      default: containerStyle(colours, colours.surface),
      emphasis: containerStyle(colours, colours.emphasis),
      accent: containerStyle(colours, colours.accentBack),
      good: containerStyle(colours, colours.goodBack),
      warning: containerStyle(colours, colours.warningBack),
      attention: containerStyle(colours, colours.attentionBack),
    },
    factSet: {
      title: { color: 'default', size: 'default', weight: 'bolder', wrap: true, maxWidth: 150 },
      value: { color: 'default', size: 'default', weight: 'default', wrap: true },
      spacing: 12,
    },
    inputs: {
      label: {
        inputSpacing: 'small',
        requiredInputs: { weight: 'bolder', suffix: ' *', suffixColor: 'attention' },
        optionalInputs: { weight: 'bolder' },
      },
      errorMessage: { color: 'attention', size: 'small', spacing: 'small' },
    },
    actions: {
      maxActions: 6,
      // The gap between buttons is set in card.css, so that they can go on over several lines.
      buttonSpacing: 0,
      actionsOrientation: 'horizontal',
      actionAlignment: 'left',
      spacing: 'default',
      showCard: { actionMode: 'inline', inlineTopMargin: 12, style: 'emphasis' },
    },
    adaptiveCard: { allowCustomStyle: false },
  }
}
