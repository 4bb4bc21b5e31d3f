/**
 * First names by where they are mostly given: eight for women and eight for men in every group. Left out are names that are also words,
 * places or brands, that are given to both, and that are spelt with other than plain letters. The first group is one side, the others are
 * the other side.
 */
export const NAME_GROUPS: readonly (readonly [women: readonly string[], men: readonly string[]])[] = [
  ["Emily Sarah Mary Susan Jane Alice Emma Karen", "John James Robert David Michael Tom Peter Andrew"],
  [
    "Carmen Marisol Guadalupe Pilar Ximena Consuelo Esperanza Paloma",
    "Carlos Diego Javier Pablo Miguel Alejandro Rodrigo Ignacio",
  ],
  [
    "Zainab Layla Samira Yasmin Amina Nadia Rania Hanan",
    "Khalid Hassan Mustafa Tariq Youssef Ahmed Karim Walid",
  ],
  [
    "Priya Shreya Ananya Deepika Kavita Sunita Meera Divya",
    "Rahul Rohan Sanjay Vikram Rajesh Anil Suresh Amit",
  ],
  [
    "Meiling Xiaoli Lihua Jiayi Xiuying Ruolan Yutong Shuying",
    "Haoran Zhiqiang Jianguo Weimin Guoliang Yichen Zihao Mingze",
  ],
  [
    "Chiamaka Ngozi Folake Adaeze Yetunde Ifeoma Funmilayo Chidinma",
    "Chinedu Emeka Babatunde Oluwaseun Obinna Adebayo Ikenna Tunde",
  ],
].map(([women = "", men = ""]) => [women.split(" "), men.split(" ")] as const);
