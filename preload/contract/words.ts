/** The closed lists of the domain, for those who may import the contract and nothing of main. */
export * from '../../main/core/words/index.ts';
