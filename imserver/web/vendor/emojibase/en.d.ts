declare const groups: [emoji: string, name: string, words: string][][];
export default groups;
